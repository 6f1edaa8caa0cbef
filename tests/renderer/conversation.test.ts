import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Message } from '#core/conversations/message.ts';
import { soon, useDesks } from './open-desk.ts';
import { aTalk, narrow } from './desk.ts';
import { aMirror, anotherChat, aSnapshot, openChat } from './world.ts';

const openDesk = useDesks();
const talking = () => {
  const mirror = aMirror(aSnapshot({ work: [openChat(), anotherChat()] }));
  return { ...mirror, settings: { ...mirror.settings, workspace: { tabs: ['w-1', 'w-2'], active: 'w-1' } } };
};
const atBen = () => openDesk(talking(), { before: (shell) => shell.history('w-1', aTalk('Ben Okafor')) });

describe('the composer', () => {
  it('keeps a draft per conversation, across tabs and a reload', async () => {
    const { page, shell } = await atBen();
    const message = page.getByRole('textbox', { name: 'Message' });
    await message.fill('I will call the dep');
    await page.getByRole('tab', { name: 'Carla Nowak' }).click();
    await soon(() => message.inputValue()).toBe('');
    await message.fill('Hello Carla');
    await page.getByRole('tab', { name: 'Ben Okafor' }).click();
    await soon(() => message.inputValue()).toBe('I will call the dep');
    await soon(() => shell.drafts).toEqual({ 'w-1': 'I will call the dep', 'w-2': 'Hello Carla' });
    await page.reload();
    await soon(() => message.inputValue()).toBe('I will call the dep');
  });

  it('sends with Enter, breaks the line with Shift+Enter, and empties the draft', async () => {
    const { page, shell } = await atBen();
    const message = page.getByRole('textbox', { name: 'Message' });
    await message.click();
    await page.keyboard.type('First line');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second line');
    await page.keyboard.press('Enter');
    await soon(() => shell.callsOf('conversation.send')).toMatchObject([{ text: 'First line\nsecond line' }]);
    await page.getByRole('log', { name: 'Conversation' }).getByText('second line').waitFor();
    await soon(() => shell.drafts['w-1']).toBe('');
    expect(await message.inputValue()).toBe('');
    shell.event('w-1', { kind: 'marks', marks: { delivered: 8, read: 8 } });
    await page.getByRole('log').getByText('Read', { exact: true }).waitFor();
  });

  it('resends a failed message with the same id', async () => {
    const { page, shell } = await atBen();
    shell.refuse('conversation.send', 'LINK_LOST');
    await page.getByRole('textbox', { name: 'Message' }).fill('Are you there?');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Not sent').waitFor();
    shell.forget('conversation.send');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('log').getByText('Sent', { exact: true }).waitFor();
    const sent = shell.callsOf('conversation.send') as { clientId: string }[];
    expect(sent).toHaveLength(2);
    expect(sent[0]?.clientId).toBe(sent[1]?.clientId);
    expect(await page.getByRole('log').getByText('Are you there?').count()).toBe(1);
  });

  it('offers quick replies after a slash', async () => {
    const { page, shell } = await openDesk(talking(), {
      before: (bridge) => {
        bridge.panel = {
          customer: 'Ben Okafor',
          since: 0,
          fields: {},
          claims: {},
          popUpUrl: null,
          earlier: [],
          quickReplies: [
            { key: 'hello', text: 'Hello, how can I help?' },
            { key: 'bye', text: 'Have a good day!' },
          ],
        };
      },
    });
    const message = page.getByRole('textbox', { name: 'Message' });
    await message.click();
    await page.keyboard.type('/b');
    await page.getByRole('option', { name: /bye/ }).waitFor();
    await page.keyboard.press('Enter');
    expect(await message.inputValue()).toBe('Have a good day!');
    expect(shell.callsOf('conversation.send')).toEqual([]);
  });
});

/** Reads a property of the log's scroll box. */
const ofLog = (page: Page, expression: string) =>
  page.evaluate(`(() => { const box = document.querySelector('[role=log]'); return ${expression}; })()`);

describe('the transcript', () => {
  const line = (number: number): Message => ({
    number,
    clientId: `long-${number}`,
    from: 'customer',
    sender: 'Ben Okafor',
    text: `Message ${number} of a long talk`,
    event: null,
    at: Date.now() - (200 - number) * 60_000,
  });

  it('begins at the end, and loads older messages on scrolling up', async () => {
    const { page, shell } = await openDesk(talking(), {
      before: (bridge) => {
        bridge.history(
          'w-1',
          Array.from({ length: 50 }, (_, index) => line(index + 51)),
        );
        bridge.answer('conversation.older', ({ before }: { before: number }) =>
          Array.from({ length: Math.min(50, before - 1) }, (_, index) =>
            line(before - Math.min(50, before - 1) + index),
          ),
        );
      },
    });
    const log = page.getByRole('log', { name: 'Conversation' });
    await log.getByText('Message 100 of').waitFor();
    await soon(() => ofLog(page, 'box.scrollHeight - box.scrollTop - box.clientHeight < 2')).toBe(true);
    await ofLog(page, '(box.scrollTop = 0)');
    await log.getByText('Message 1 of').waitFor();
    expect(shell.callsOf('conversation.older')).toEqual([{ workItemId: 'w-1', before: 51 }]);
    expect(await ofLog(page, 'box.scrollTop > 200')).toBe(true);
    expect(await log.getByText(/of a long talk/).count()).toBe(100);
  });

  it('shows that the customer is typing, and marks visible messages as read', async () => {
    const { page, shell } = await atBen();
    await soon(() => shell.callsOf('conversation.markRead').at(-1)).toEqual({ workItemId: 'w-1', number: 7 });
    shell.event('w-1', { kind: 'typing', typing: true });
    await page.getByText('Ben Okafor is typing…').waitFor();
    shell.event('w-1', { kind: 'messages', messages: [{ ...line(8), text: 'One more thing' }] });
    await page.getByRole('log').getByText('One more thing').waitFor();
    await soon(() => page.getByText('is typing…').count()).toBe(0);
    await soon(() => shell.callsOf('conversation.markRead').at(-1)).toEqual({ workItemId: 'w-1', number: 8 });
  });
});

describe('a conversation hidden behind the list in a narrow window', () => {
  it('stays unread until it is opened', async () => {
    const { page, shell } = await openDesk(talking(), {
      viewport: narrow,
      before: (bridge) => bridge.history('w-1', aTalk('Ben Okafor')),
    });
    await page.getByRole('list', { name: 'My work' }).waitFor();
    await soon(() => shell.callsOf('window.report').at(-1)).toMatchObject({ activeWorkItemId: null });
    expect(shell.callsOf('conversation.markRead')).toEqual([]);
    await page
      .getByRole('listitem', { name: /Ben Okafor/ })
      .getByRole('button')
      .click();
    await soon(() => shell.callsOf('conversation.markRead')).toEqual([{ workItemId: 'w-1', number: 7 }]);
    await soon(() => shell.callsOf('window.report').at(-1)).toMatchObject({ activeWorkItemId: 'w-1' });
  });
});

describe('the actions', () => {
  it('end, hold and return to queue', async () => {
    const { page, shell } = await atBen();
    await page.getByRole('button', { name: 'Put on hold' }).click();
    await soon(() => shell.callsOf('work.hold')).toEqual([{ agentWorkId: 'aw-1' }]);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Ask a supervisor' }).click();
    await soon(() => shell.callsOf('work.askSupervisor')).toEqual([{ agentWorkId: 'aw-1', wanted: true }]);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Back to queue' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Back to queue' }).click();
    await soon(() => shell.callsOf('work.backToQueue')).toEqual([{ agentWorkId: 'aw-1' }]);
    await page.getByRole('button', { name: 'End conversation' }).click();
    await soon(() => shell.callsOf('work.end')).toEqual([{ agentWorkId: 'aw-1' }]);
  });

  it('transfers to an agent with a note', async () => {
    const { page, shell } = await openDesk(talking(), {
      before: (bridge) => {
        bridge.destinations = {
          queues: [{ id: 'q', name: 'Billing', waiting: 2 }],
          agents: [{ id: 'kim', name: 'Kim Jiwon', status: 'Available', base: 'available', signedIn: true }],
          profiles: [],
        };
      },
    });
    await page.getByRole('button', { name: 'Transfer' }).click();
    await page.getByRole('textbox', { name: 'Find a queue, person or team' }).fill('kim');
    await page.getByRole('radio', { name: 'Kim Jiwon' }).check();
    await page.getByRole('textbox', { name: 'Note for the next one' }).fill('Second parcel');
    await page.getByRole('button', { name: 'Transfer now' }).click();
    await soon(() => shell.callsOf('work.transfer')).toEqual([
      { agentWorkId: 'aw-1', to: { kind: 'agent', agentId: 'kim' }, note: 'Second parcel' },
    ]);
  });
});
