import { describe, expect, it } from 'vitest';
import { anOffer, anotherChat, aSnapshot, aWrapUp, openChat } from '#tests/renderer/world.ts';
import { tabsAfter } from './follow-snapshot.ts';

const offered = aSnapshot({ offers: [anOffer({ workItemId: 'w-1' })], work: [anotherChat()] });
const open = { tabs: ['w-2'], active: 'w-2' };

describe('the tabs after a snapshot', () => {
  it('bring accepted work to the front, regardless of where it was accepted', () => {
    const after = tabsAfter(open, offered, aSnapshot({ work: [anotherChat(), openChat()] }));
    expect(after).toMatchObject({ tabs: ['w-2', 'w-1'], active: 'w-1' });
  });

  it('put auto-accepted and assigned work behind what is open', () => {
    const auto = aSnapshot({ work: [anotherChat(), openChat({ autoAccepted: true })] });
    expect(tabsAfter(open, offered, auto)).toMatchObject({ tabs: ['w-2', 'w-1'], active: 'w-2' });
    const given = aSnapshot({ work: [anotherChat(), openChat()] });
    const nothingOffered = aSnapshot({ work: [anotherChat()] });
    expect(tabsAfter(open, nothingOffered, given)).toMatchObject({ tabs: ['w-2', 'w-1'], active: 'w-2' });
  });

  it('stay through the wrap-up, and close when the work has ended', () => {
    const talking = aSnapshot({ work: [openChat(), anotherChat()] });
    const both = { tabs: ['w-1', 'w-2'], active: 'w-1' };
    const wrapping = aSnapshot({ work: [anotherChat()], wrapUps: [aWrapUp()] });
    expect(tabsAfter(both, talking, wrapping)).toMatchObject(both);
    expect(tabsAfter(both, wrapping, aSnapshot({ work: [anotherChat()] }))).toMatchObject({
      tabs: ['w-2'],
      active: 'w-2',
    });
  });

  it('are restored when the first snapshot after a reload arrives', () => {
    expect(tabsAfter(open, null, aSnapshot({ work: [anotherChat(), openChat()] }))).toMatchObject(open);
  });
});
