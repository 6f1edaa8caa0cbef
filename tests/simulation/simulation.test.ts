import { describe, expect, it } from 'vitest';
import { newDatabase } from '../support/stores.ts';
import { explain, simulate } from './run.ts';

describe('a simulated centre keeps every invariant', () => {
  const runs = [
    ...[101, 102, 103, 104, 105, 106].map(
      (seed) => ({ kind: 'sqlite', seed, agents: 6, minutes: 10 }) as const,
    ),
    { kind: 'sqlite', seed: 107, agents: 3, minutes: 20 } as const,
    { kind: 'postgres', seed: 201, agents: 5, minutes: 5 } as const,
    { kind: 'postgres', seed: 202, agents: 5, minutes: 5, hubs: 2 } as const,
  ];
  it.each(runs)(
    'seed $seed with $agents agents for $minutes minutes on $kind, hubs: $hubs',
    async ({ kind, ...options }) => {
      const { address, remove } = await newDatabase(kind);
      const report = await simulate({ ...options, address });
      remove();
      expect(report.faults.length === 0 ? '' : explain(report, { ...options, db: kind })).toBe('');
      expect(report.offers).toBeGreaterThan(0);
    },
  );

  it('is reproducible with the same seed', async () => {
    const lives: string[] = [];
    for (let run = 0; run < 2; run++) {
      const { address, remove } = await newDatabase('sqlite');
      const lines: string[] = [];
      await simulate({ seed: 7, agents: 4, minutes: 3, address, onStep: (line) => lines.push(line) });
      remove();
      lives.push(lines.join('\n'));
    }
    expect(lives[0]).toBe(lives[1]);
  });
});
