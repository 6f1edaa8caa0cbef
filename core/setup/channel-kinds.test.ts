import { expect, it } from 'vitest';
import { channelKinds, kindWith } from './channel-kinds.ts';

it('each number of Dynamics and each name of Salesforce maps to one kind', () => {
  const kinds = Object.values(channelKinds);
  for (const names of [
    kinds.flatMap(({ dynamicsSources }) => dynamicsSources),
    kinds.flatMap(({ salesforceObject }) => salesforceObject ?? []),
    kinds.flatMap(({ salesforceChannel }) => salesforceChannel ?? []),
  ] as readonly (string | number)[][])
    expect(new Set(names).size).toBe(names.length);
});

it('finds the kind of a name, and none for an unknown name', () => {
  expect(kindWith(({ salesforceObject }) => salesforceObject === 'VoiceCall')).toBe('voice');
  expect(kindWith(({ salesforceObject }) => salesforceObject === 'Order')).toBeUndefined();
});

it.each(['email', 'case', 'lead', 'custom'] as const)(
  '%s has no live customer, no wrap-up of its own and no fixed pool',
  (kind) => {
    expect(channelKinds[kind]).toMatchObject({ live: false, wrapUpByConfiguration: false, fixedPool: null });
  },
);
