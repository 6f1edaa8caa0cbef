/** An agent and a customer in separate browsers, found by the promised roles and names. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { PASSWORD } from './app.ts';

/** How long a user would wait before considering it broken. */
const STEP_TIMEOUT_MS = 15_000;

export interface AgentOptions {
  readonly locale?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

export class Agent {
  readonly context: BrowserContext;
  readonly page: Page;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
  }

  /** Opens the address that the start printed. */
  static async open(browser: Browser, url: string, options: AgentOptions = {}): Promise<Agent> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      ...options,
    });
    context.setDefaultTimeout(STEP_TIMEOUT_MS);
    const page = await context.newPage();
    await page.goto(url);
    return new Agent(context, page);
  }

  /** Another window of the same agent. */
  async anotherWindow(): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(new URL('/', this.page.url()).href);
    return page;
  }

  async signIn(hub: string, username: string): Promise<void> {
    await this.page.getByRole('textbox', { name: /address/i }).fill(hub);
    await this.page.getByRole('textbox', { name: /user ?name/i }).fill(username);
    await this.page.getByLabel(/password/i).fill(PASSWORD);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.presence.waitFor();
  }

  get presence(): Locator {
    return this.page.getByRole('button', { name: /^Presence: / });
  }
  get offers(): Locator {
    return this.page.getByRole('region', { name: 'Incoming work' });
  }
  offerFrom(customer: string): Locator {
    return this.offers.getByRole('article', { name: `Chat from ${customer}` });
  }
  get log(): Locator {
    return this.page.getByRole('log', { name: 'Conversation' });
  }
  get message(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' });
  }
  get wrapUp(): Locator {
    return this.page.getByRole('region', { name: 'After-conversation work' });
  }
  tab(customer: string): Locator {
    return this.page.getByRole('tablist', { name: 'Open work' }).getByRole('tab', { name: customer });
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  async choose(status: string): Promise<void> {
    await this.presence.click();
    await this.page.getByRole('menuitemradio', { name: status }).click();
    await this.page.getByRole('button', { name: `Presence: ${status}` }).waitFor();
  }

  async accept(customer: string): Promise<void> {
    await this.offerFrom(customer).getByRole('button', { name: 'Accept' }).click();
    await this.tab(customer).waitFor();
  }

  async say(text: string): Promise<void> {
    await this.message.fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
    await this.log.getByText(text).waitFor();
  }

  async end(): Promise<void> {
    await this.page.getByRole('button', { name: 'End conversation' }).click();
    await this.wrapUp.waitFor();
  }
}

export class Customer {
  readonly context: BrowserContext;
  readonly page: Page;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
  }

  static async open(browser: Browser, url: string, locale = 'en-US'): Promise<Customer> {
    const context = await browser.newContext({ viewport: { width: 400, height: 760 }, locale });
    context.setDefaultTimeout(STEP_TIMEOUT_MS);
    const page = await context.newPage();
    await page.goto(url);
    return new Customer(context, page);
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: 'Conversation' });
  }
  get position(): Locator {
    return this.page.getByRole('status', { name: 'Queue position' });
  }

  async start(name: string, subject = 'A question'): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(name);
    await this.page.getByRole('textbox', { name: /^Subject/ }).fill(subject);
    await this.page.getByRole('button', { name: 'Start chat' }).click();
    await this.page.getByRole('textbox', { name: 'Message' }).waitFor();
  }

  async say(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Message' }).fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
    await this.log.getByText(text).waitFor();
  }

  async leave(): Promise<void> {
    await this.page.getByRole('button', { name: 'End chat' }).click();
    await this.page.getByRole('button', { name: 'Start a new chat' }).waitFor();
  }
}

/** A new customer in a separate browser who has just started a chat. */
export async function newCustomer(
  browser: Browser,
  url: string,
  name: string,
  subject?: string,
): Promise<Customer> {
  const customer = await Customer.open(browser, url);
  await customer.start(name, subject);
  return customer;
}
