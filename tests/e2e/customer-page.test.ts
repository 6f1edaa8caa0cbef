import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/chromium.ts';
import { expectClean } from '../support/expect-clean.ts';
import { type ScriptedCustomerHub, startScriptedCustomerHub } from '../support/scripted-customer-hub.ts';
import { until } from '../support/virtual-clock.ts';

const phone = { width: 360, height: 640 };
const pages = join(import.meta.dirname, '../../dist/customer');
let browser: Browser;
let hub: ScriptedCustomerHub;
let context: BrowserContext;
let page: Page;
/** Errors reported by the browser: policy violations, failed scripts. */
let complaints: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  complaints = [];
  hub = await startScriptedCustomerHub(pages);
  context = await browser.newContext({ viewport: phone, locale: 'en-US' });
  page = await open(context);
});
afterEach(async () => {
  await context.close();
  await hub.close();
});

async function open(within: BrowserContext): Promise<Page> {
  const opened = await within.newPage();
  opened.on('pageerror', (error) => complaints.push(error.message));
  opened.on('console', (line) => {
    if (/Content Security Policy|Uncaught/.test(line.text())) complaints.push(line.text());
  });
  return opened;
}
const button = (name: string) => page.getByRole('button', { name, exact: true });
const box = (name: string) => page.getByRole('textbox', { name });

async function startChat(): Promise<void> {
  await page.goto(`${hub.url}/chat`);
  await box('Your name').fill('Ana');
  await box('Subject').fill('A broken zip');
  await button('Start chat').click();
  await page.getByRole('status', { name: 'Queue position' }).waitFor();
}
async function write(text: string): Promise<void> {
  await box('Message').fill(text);
  await button('Send').click();
}

test('completes a whole chat: name, queue, conversation, end, and a second chat', async () => {
  await page.goto(`${hub.url}/chat?field.order=A-17`);
  await button('Start chat').click();
  await page.getByText('Please tell us your name.').waitFor();
  await box('Your name').fill('Ana');
  await button('Start chat').click();
  const queue = page.getByRole('status', { name: 'Queue position' });
  await expect.poll(() => queue.textContent()).toContain('You are number 2 in the queue.');
  expect(await queue.textContent()).toContain('About 3 minutes');
  expect(hub.named('start')[0]?.input).toMatchObject({ name: 'Ana', fields: { order: 'A-17' } });

  await write('Hello, is anybody there?');
  hub.change({ state: 'talking', position: null, agent: 'Mina' });
  hub.say('agent', 'Hello Ana! See https://example.org/help.');
  const log = page.getByRole('log', { name: 'Conversation' });
  await log.getByText('Hello Ana!').waitFor();
  expect(await log.getByRole('link').getAttribute('href')).toBe('https://example.org/help');
  expect(await queue.isVisible()).toBe(false);
  hub.change({ marks: { delivered: 1, read: 1 }, agentTyping: true });
  await log.getByText(/· Read$/).waitFor();
  await page.getByText('Mina is typing …').waitFor();
  await until(() => hub.named('markRead').length > 0, 'the read mark');

  await button('End chat').click();
  await page.getByText('You have ended this chat.').waitFor();
  expect(await box('Message').isVisible()).toBe(false);
  await button('Start a new chat').click();
  await box('Your name').waitFor();
  expect(complaints).toEqual([]);
});

test('returns to the same conversation after a reload and in another tab', async () => {
  await startChat();
  await write('before the reload');
  hub.say('agent', 'still here');
  await page.reload();
  await page.getByText('still here').waitFor();
  expect(await page.getByText('before the reload').count()).toBe(1);
  expect(hub.named('start')).toHaveLength(1);
});

test('reports a lost connection, and delivers text written meanwhile exactly once', async () => {
  await startChat();
  hub.refuse(true);
  hub.cut();
  await write('written without a line');
  await page.getByText('No connection. Trying again …').waitFor();
  await page.getByText('Sending …').waitFor();
  await page.goto('about:blank');
  hub.refuse(false);
  await page.goto(`${hub.url}/chat`);
  await page.getByText(/· Sent$/).waitFor();
  expect(hub.messages.map(({ text }) => text)).toEqual(['written without a line']);
  await expect.poll(() => page.getByText('No connection').isVisible()).toBe(false);
});

test('sends with Enter, breaks the line with Shift+Enter, and shows markup as text', async () => {
  await startChat();
  await box('Message').pressSequentially('one');
  await page.keyboard.press('Shift+Enter');
  await box('Message').pressSequentially('<img src=x onerror=alert(1)>');
  await page.keyboard.press('Enter');
  await until(() => hub.messages.length === 1, 'the message');
  expect(hub.messages[0]?.text).toBe('one\n<img src=x onerror=alert(1)>');
  await page.getByText('<img src=x').waitFor();
  expect(await page.locator('.log img').count()).toBe(0);
  expect(await box('Message').inputValue()).toBe('');
});

test('returns to the start when the hub does not know the conversation', async () => {
  await startChat();
  hub.forget();
  hub.cut();
  await box('Your name').waitFor();
});

test('shows Korean to customers who prefer it', async () => {
  await page.goto(`${hub.url}/chat?lang=ko`);
  await box('이름').fill('아나');
  await button('채팅 시작').click();
  await page.getByRole('status', { name: '대기 순서' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('ko');
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test('has no serious axe findings, and nothing wider than a phone', async () => {
    await page.emulateMedia({ colorScheme });
    const look = async () => {
      await expectClean(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width);
    };
    await page.goto(`${hub.url}/chat`);
    await box('Your name').waitFor();
    await look();
    await startChat();
    await write(`a very long word: ${'x'.repeat(300)}`);
    await page.getByText(/· Sent$/).waitFor();
    await look();
    hub.change({ state: 'talking', agent: 'Mina' });
    hub.say('agent', 'Hello');
    await page.getByText('Hello', { exact: true }).waitFor();
    await look();
    await button('End chat').click();
    await button('Start a new chat').waitFor();
    await look();
  });
});

test('opens the chat from the button on another site, counts unread messages, and reveals no name', async () => {
  const shop = createServer((_request, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><h1>A shop</h1>
      <script>window.namesBefore = Object.keys(window)</script>
      <script src="${hub.url}/embed.js" data-queue="sales" data-field-order="A-17"></script>`),
  );
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  const address = shop.address();
  try {
    await page.setViewportSize({ width: 1000, height: 800 });
    await page.goto(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`);
    const leaked = 'Object.keys(window).filter((name) => ![...namesBefore, "namesBefore"].includes(name))';
    expect(await page.evaluate(leaked)).toEqual([]);
    expect(await page.locator('iframe').getAttribute('src')).toBeNull();
    await button('Chat with us').click();
    const chat = page.frameLocator('iframe');
    await chat.getByRole('textbox', { name: 'Your name' }).fill('Ana');
    await chat.getByRole('button', { name: 'Start chat' }).click();
    await chat.getByRole('status', { name: 'Queue position' }).waitFor();
    expect(hub.named('start')[0]?.input).toMatchObject({ queue: 'sales', fields: { order: 'A-17' } });
    await chat.getByRole('button', { name: 'Close', exact: true }).click();
    await expect.poll(() => page.locator('iframe').isVisible()).toBe(false);
    hub.say('agent', 'Are you still there?');
    await page.getByRole('button', { name: /Chat with us.*1 new message/ }).waitFor();
    await page.getByRole('button', { name: /Chat with us/ }).click();
    await chat.getByText('Are you still there?').waitFor();
    await button('Close the chat').waitFor();
  } finally {
    shop.closeAllConnections();
    shop.close();
  }
});
