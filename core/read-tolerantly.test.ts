import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSnapshot, anOffer } from '#tests/support/snapshots.ts';
import { readTolerantly } from './read-tolerantly.ts';
import { AgentSnapshot } from './snapshot.ts';

const NOW = 1_800_000_000_000;
const snapshot = (more: object) => ({ ...aSnapshot(NOW, { offers: [anOffer(1, NOW)] }), ...more }) as unknown;

describe('C3: data from a newer hub', () => {
  it('takes valid data unchanged', () => {
    expect(readTolerantly(AgentSnapshot, snapshot({}))).toMatchObject({ readable: true, skipped: [] });
  });

  it.each([
    ['an offer without a subject', { offers: [anOffer(1, NOW), { ...anOffer(2, NOW), subject: null }] }, 2],
    ['an offer that has no id', { offers: [anOffer(1, NOW), { ...anOffer(2, NOW), agentWorkId: 7 }] }, 1],
    ['a notice of an unknown kind', { notices: [{ id: 'n', kind: 'brand-new', params: {}, at: NOW }] }, 1],
    ['a field that is not known', { weather: 'fine' }, 1],
    ['a role that is not known', { agent: { ...aSnapshot(NOW).agent, roles: ['agent', 'analyst'] } }, 1],
    [
      'a channel of another kind',
      { offers: [{ ...anOffer(1, NOW), channel: { id: 'c', name: 'C', kind: 'fax' } }] },
      1,
    ],
    ['another reason of presence', { presence: { ...aSnapshot(NOW).presence, reason: 'calendar' } }, 1],
    ['a list that is none', { notices: null }, 1],
  ])('reads the rest of a snapshot with %s', (_what, more, offers) => {
    const reading = readTolerantly(AgentSnapshot, snapshot(more));
    expect(reading.readable && reading.value.offers).toHaveLength(offers);
  });

  it('drops a notice of an unknown kind and reports it', () => {
    const reading = readTolerantly(
      AgentSnapshot,
      snapshot({ notices: [{ id: 'n', kind: 'brand-new', params: {}, at: NOW }] }),
    );
    expect(reading).toMatchObject({ readable: true, skipped: ['notices[].kind'] });
    expect(reading.readable && reading.value.notices).toEqual([]);
  });

  it('never throws, and never returns what the schema would reject', () => {
    const keys = Object.keys(aSnapshot(NOW));
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.anything(), (key, value) => {
        const reading = readTolerantly(AgentSnapshot, snapshot({ [key]: value }));
        if (reading.readable) expect(AgentSnapshot.safeParse(reading.value).success).toBe(true);
      }),
    );
  });
});
