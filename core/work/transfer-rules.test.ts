import { describe, expect, test } from 'vitest';
import type { Destinations } from '../setup/presence-configuration.ts';
import { allowedDestinations, isAllowedDestination } from './transfer-rules.ts';

const places = {
  queues: [{ id: 'q1' }, { id: 'q2' }],
  profiles: [{ id: 'p1' }, { id: 'p2' }],
  agents: [
    { id: 'a1', profileId: 'p1' },
    { id: 'a2', profileId: 'p2' },
    { id: 'a3', profileId: null },
  ],
};
const all: Destinations = { profiles: 'all', queues: 'all', flows: [] };

describe('allowed destinations', () => {
  test.each<[what: string, chosen: Destinations, queues: string, profiles: string, agents: string]>([
    ['all', all, 'q1 q2', 'p1 p2', 'a1 a2 a3'],
    ['nothing selected = all', { profiles: [], queues: [], flows: [] }, 'q1 q2', 'p1 p2', 'a1 a2 a3'],
    ['only queues selected', { profiles: [], queues: ['q2'], flows: [] }, 'q2', '', ''],
    ['agents through their profile', { profiles: ['p1'], queues: 'all', flows: [] }, 'q1 q2', 'p1', 'a1'],
    ['only flows selected', { profiles: [], queues: [], flows: ['F'] }, '', '', ''],
    ['selected and gone', { profiles: ['gone'], queues: ['gone'], flows: [] }, '', '', ''],
  ])('%s', (_, chosen, queues, profiles, agents) => {
    const ids = (list: Array<{ id: string }>) => list.map(({ id }) => id).join(' ');
    const configuration = { messagingDestinations: chosen, voiceDestinations: all };
    const allowed = allowedDestinations(configuration, 'chat', places);
    expect([ids(allowed.queues), ids(allowed.profiles), ids(allowed.agents)]).toEqual([
      queues,
      profiles,
      agents,
    ]);

    for (const { id } of places.queues) {
      const to = { kind: 'queue', queueId: id } as const;
      expect(isAllowedDestination(configuration, 'chat', to)).toBe(queues.includes(id));
    }
    for (const { id, profileId } of places.agents) {
      const to = { kind: 'agent', agentId: id, profileId } as const;
      expect(isAllowedDestination(configuration, 'chat', to)).toBe(agents.includes(id));
    }
  });
});

test('calls have their own list, all other kinds use the one for messaging', () => {
  const configuration = {
    messagingDestinations: { profiles: [], queues: ['q1'], flows: [] },
    voiceDestinations: { profiles: [], queues: ['q2'], flows: [] },
  };
  const may = (kind: 'voice' | 'chat' | 'case', queueId: string) =>
    isAllowedDestination(configuration, kind, { kind: 'queue', queueId });
  expect([may('voice', 'q2'), may('chat', 'q2'), may('case', 'q2')]).toEqual([true, false, false]);
  expect([may('voice', 'q1'), may('chat', 'q1'), may('case', 'q1')]).toEqual([false, true, true]);
});
