import { type AnyContractProcedure, type AnyContractRouter, isContractProcedure } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { completeBridgeContract, completeHubContract } from '#core/contract/complete.ts';
import { AppError } from '#core/errors.ts';
import { systemClock } from './clock.ts';
import { HubCalls } from './commands/hub-calls.ts';
import { forward } from './forward.ts';
import type { HubClient, HubSocket } from './link/hub-socket.ts';

interface Call {
  readonly path: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A connection whose client records every call and answers with `answer`. */
function recordingCalls(answer: (call: Call) => unknown) {
  const made: Call[] = [];
  const clientAt = (path: readonly string[]): object =>
    new Proxy(() => undefined, {
      get: (_target, key) => clientAt([...path, String(key)]),
      apply: async (_target, _self, [input]: [Call['input']]) => {
        const call = { path: path.join('.'), input };
        made.push(call);
        return answer(call);
      },
    });
  const gone = AbortSignal.abort();
  const socket: HubSocket = { client: clientAt([]) as HubClient, gone, terminate: () => undefined };
  return { made, calls: new HubCalls({ connected: async () => socket }, systemClock) };
}

function forwarding(answer: (call: Call) => unknown = () => ({ version: 7 })) {
  const { made, calls } = recordingCalls(answer);
  const router = forward(completeBridgeContract, completeHubContract, calls);
  return { made, router, page: createRouterClient(router) };
}

/** The procedures below `router`, by path. */
function procedures(router: object, path: readonly string[] = []): [string, AnyContractProcedure][] {
  if (isContractProcedure(router)) return [[path.join('.'), router]];
  return Object.entries(router).flatMap(([key, entry]) => procedures(entry as object, [...path, key]));
}

function at(contract: AnyContractRouter, path: string): AnyContractProcedure {
  let found: unknown = contract;
  for (const key of path.split('.')) found = (found as Readonly<Record<string, unknown>>)[key];
  if (!isContractProcedure(found)) throw new Error(`${path} is not a procedure`);
  return found;
}

const jsonSchema = (schema: unknown, io: 'input' | 'output') =>
  z.toJSONSchema(schema as z.ZodType, { io, unrepresentable: 'any' });

const takesCommandId = (schema: unknown): schema is z.ZodObject =>
  schema instanceof z.ZodObject && 'commandId' in schema.shape;

describe('the contracts', () => {
  const forwarded = procedures(forwarding().router);

  test.each(forwarded)('%s has the same input and output in the page and at the hub', (path) => {
    const page = at(completeBridgeContract, path)['~orpc'];
    const hub = at(completeHubContract, path)['~orpc'];
    const idIsAdded = takesCommandId(hub.inputSchema) && !takesCommandId(page.inputSchema);
    const input = idIsAdded ? hub.inputSchema.omit({ commandId: true }) : hub.inputSchema;
    expect(jsonSchema(page.inputSchema, 'input')).toEqual(jsonSchema(input, 'input'));
    expect(jsonSchema(page.outputSchema, 'output')).toEqual(jsonSchema(hub.outputSchema, 'output'));
  });

  test('does not forward streams or procedures that the hub lacks', () => {
    const paths = forwarded.map(([path]) => path);
    expect(paths).toContain('work.decline');
    expect(paths).toContain('setup.save.queue');
    for (const path of [
      'conversation.watch',
      'setup.watch',
      'supervisor.alerts',
      'drafts.save',
      'mirror.watch',
    ])
      expect(paths).not.toContain(path);
  });
});

test('gives a command one id, which stays the same when it is sent again', async () => {
  let cuts = 2;
  const { made, page } = forwarding(() => {
    if (cuts-- > 0) throw new Error('the connection was cut');
    return { version: 7 };
  });
  expect(await page.work.decline({ agentWorkId: 'work-1' })).toEqual({ version: 7 });
  const commandId = made[0]?.input.commandId;
  expect(commandId).toEqual(expect.any(String));
  const sent = {
    path: 'work.decline',
    input: { agentWorkId: 'work-1', reasonId: null, note: '', commandId },
  };
  expect(made).toEqual([sent, sent, sent]);
  await page.presence.clearQueuedStatus({});
  expect(made[3]?.path).toBe('presence.clearQueuedStatus');
  expect(made[3]?.input.commandId).not.toBe(commandId);
});

test('sends a query unchanged', async () => {
  const { made, page } = forwarding(() => ({ queues: [], agents: [], profiles: [] }));
  await page.work.destinations({ agentWorkId: 'work-1' });
  expect(made).toEqual([{ path: 'work.destinations', input: { agentWorkId: 'work-1' } }]);
});

test("keeps the page's id for a supervisor's command", async () => {
  const { made, page } = forwarding(() => ({}));
  await page.supervisor.work.close({ workItemId: 'item-1', commandId: 'of-the-page' });
  expect(made).toEqual([
    { path: 'supervisor.work.close', input: { workItemId: 'item-1', commandId: 'of-the-page' } },
  ]);
});

test("passes on the hub's error with its code and parameters", async () => {
  const refusal = new AppError('TOO_MANY', { seconds: 10 });
  const { page } = forwarding(() => {
    throw refusal;
  });
  await expect(page.work.end({ agentWorkId: 'work-1' })).rejects.toThrow(refusal);
});
