import { describe, expect, test } from 'vitest';
import type { FloorQueue } from '#core/supervision/floor.ts';
import { rowsOf } from './agents/timeline-rows.ts';
import { arrange } from './arrange.ts';
import { dayOf, rangeOf } from './reports/range.ts';
import { totalOf } from './wallboard/total.ts';

describe('the order of a table', () => {
  const people = [
    { id: '1', name: 'Bo 10', wait: 5, base: 'away' },
    { id: '2', name: 'Ana', wait: null, base: 'available' },
    { id: '3', name: 'Bo 9', wait: 5, base: 'away' },
    { id: '4', name: 'Cleo', wait: 70, base: 'available' },
  ];
  type Person = (typeof people)[number];
  const order = (sort: { key: string; descending: boolean }, groupOf?: (one: Person) => string) =>
    arrange(people, {
      columns: [{ key: 'wait', value: ({ wait }: Person) => wait }],
      sort,
      groupOf,
      nameOf: ({ name }: Person) => name,
      language: 'en',
    }).map((line) => (line.kind === 'group' ? `${line.name} (${line.count})` : line.record.name));

  test('sorts numbers as numbers, equal ones by name, missing values last in both directions', () => {
    expect(order({ key: 'wait', descending: false })).toEqual(['Bo 9', 'Bo 10', 'Cleo', 'Ana']);
    expect(order({ key: 'wait', descending: true })).toEqual(['Cleo', 'Bo 9', 'Bo 10', 'Ana']);
    expect(order({ key: 'name', descending: false })).toEqual(['Ana', 'Bo 9', 'Bo 10', 'Cleo']);
  });

  test('keeps groups together below their names', () => {
    expect(order({ key: 'name', descending: false }, ({ base }) => base)).toEqual([
      'available (2)',
      'Ana',
      'Cleo',
      'away (2)',
      'Bo 9',
      'Bo 10',
    ]);
  });
});

describe('days', () => {
  test('starts a range with its first day and ends it with its last', () => {
    const { from, to } = rangeOf('2026-02-28', '2026-03-01');
    expect(dayOf(from)).toBe('2026-02-28');
    expect(dayOf(to - 1)).toBe('2026-03-01');
    expect(dayOf(to)).toBe('2026-03-02');
  });
});

describe('the chart of a day', () => {
  const work = (
    customer: string,
    offeredAt: number,
    acceptedAt: number | null,
    wrapUpAt: number | null,
    endedAt: number | null,
  ) => ({
    agentWorkId: customer,
    customer,
    subject: '',
    state: 'closed',
    offeredAt,
    acceptedAt,
    wrapUpAt,
    endedAt,
    endedBy: null,
  });
  const range = { from: 0, to: 100 };

  test('draws overlapping work on separate lines and returns to the first free one', () => {
    const rows = rowsOf(
      {
        presence: [],
        work: [work('Ana', 0, 10, 30, 40), work('Bo', 20, 25, null, null), work('Cleo', 50, null, null, 60)],
      },
      range,
    );
    expect(rows.map((row) => row.map(({ kind, text, x, width }) => [kind, text, x, width]))).toEqual([
      [],
      [
        ['offer', 'Ana', 0, 0.1],
        ['open', 'Ana', 0.1, 0.2],
        ['wrap-up', 'Ana', 0.3, 0.1],
        ['offer', 'Cleo', 0.5, 0.1],
      ],
      [
        ['offer', 'Bo', 0.2, 0.05],
        ['open', 'Bo', 0.25, 0.75],
      ],
    ]);
  });
});

test('combines several queues: counts every answer, and the service level only of queues with a target', () => {
  const queue = (patch: Partial<FloorQueue>): FloorQueue => ({
    id: 'q',
    name: 'Queue',
    waiting: 0,
    oldestAt: null,
    offered: 0,
    open: 0,
    targetSeconds: 20,
    answered: 0,
    answeredInTime: 0,
    abandoned: 0,
    abandonedLate: 0,
    members: { available: 0, busy: 0, 'busy-dnd': 0, away: 0, offline: 0 },
    memberProfileIds: [],
    ...patch,
  });
  const total = totalOf([
    queue({ answered: 4, answeredInTime: 1, waiting: 2, oldestAt: 9, targetSeconds: 30 }),
    queue({ answered: 6, answeredInTime: 6, targetSeconds: null, abandoned: 2, waiting: 1, oldestAt: 5 }),
    queue({ abandoned: 1, abandonedLate: 1 }),
  ]);
  expect(total).toMatchObject({ waiting: 3, answered: 10, abandoned: 3, oldestAt: 5, targetSeconds: 20 });
  expect(total.served).toEqual({ answered: 4, answeredInTime: 1, abandonedLate: 1 });
});
