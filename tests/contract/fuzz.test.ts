import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorStatuses } from '#core/errors.ts';
import { apiScopes } from '#core/setup/api-scopes.ts';
import {
  PresenceConfigurationSettings,
  defaultConfigurationSettings,
} from '#core/setup/presence-configuration.ts';
import { difference, dump } from '../support/dump.ts';
import { newDatabase, storeKinds } from '../support/stores.ts';
import { commandId, World } from '../support/world.ts';
import { call, contextOf, type Procedure, procedures } from './procedures.ts';

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

const nastyTexts = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202e\u200b',
    '안녕하세요 👩‍👩‍👧',
    "'; drop table work_item; --",
    '__proto__',
    'constructor',
    '../../etc/passwd',
    '3',
    'null',
    'x'.repeat(65),
    'x'.repeat(40_000),
    '👍'.repeat(9_000),
  ),
  fc.string({ unit: 'binary', maxLength: 80 }),
);
const nastyNumbers = fc.constantFrom(
  0,
  -0,
  -1,
  0.5,
  1,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
);
const garbage = fc.oneof(
  nastyTexts,
  nastyNumbers,
  fc.constantFrom(null, undefined, true, [], {}, [[]], { length: 1e9 }, new Date(0), 10n ** 30n),
  fc.anything({ maxDepth: 2 }),
);

/** The only trace a refusal may leave: its own line in the audit log. */
const refusedAttempt = /^\+ audit .*"action":"(sign-in|password|scope)-refused"/;

/** Mostly valid for the schema, with nasty values; sometimes something else altogether. */
function arbitraryOf(schema: JsonSchema, known: readonly string[]): fc.Arbitrary<unknown> {
  const right = (): fc.Arbitrary<unknown> => {
    if ('const' in schema) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return fc.oneof(...choices.map((choice) => arbitraryOf(choice, known)));
    if (schema.type === 'string') return fc.oneof(fc.constantFrom(...known), nastyTexts);
    if (schema.type === 'number' || schema.type === 'integer')
      return fc.oneof(nastyNumbers, fc.integer({ min: 0, max: 2e12 }));
    if (schema.type === 'boolean') return fc.boolean();
    if (schema.type === 'null') return fc.constant(null);
    if (schema.type === 'array') return fc.array(arbitraryOf(schema.items ?? {}, known), { maxLength: 5 });
    if (schema.properties) {
      const fields = Object.entries(schema.properties).map(
        ([key, field]) => [key, arbitraryOf(field, known)] as const,
      );
      return fc.record(Object.fromEntries(fields), { requiredKeys: fields.map(([key]) => key).slice(0, 1) });
    }
    if (typeof schema.additionalProperties === 'object')
      return fc.dictionary(nastyTexts, arbitraryOf(schema.additionalProperties, known), { maxKeys: 4 });
    return garbage;
  };
  return fc.oneof({ weight: 9, arbitrary: right() }, { weight: 1, arbitrary: garbage });
}

describe.each(storeKinds)('random input on %s', (kind) => {
  let world: World;
  let remove: () => void;
  let known: string[];
  let workItemId: string;
  let before: string;
  beforeAll(async () => {
    const database = await newDatabase(kind);
    remove = database.remove;
    world = await World.create({
      address: database.address,
      configuration: { wrapUp: true, wrapUpSeconds: 60, allowDecline: true },
    });
    await world.link('ann');
    workItemId = await world.chat();
    await world.chat('Second');
    const [offer, second] = (await world.snapshot('ann')).offers;
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    known = [
      workItemId,
      offer!.agentWorkId,
      second!.agentWorkId,
      'ann',
      'ben',
      'lunch',
      'Available',
      'general',
      'chat',
    ];
    before = await dump(world.store);
  });
  afterAll(async () => {
    await world.close();
    remove();
  });

  /** Expects an answer, or a contract error that leaves everything unchanged. */
  async function meet(procedure: Procedure, input: unknown): Promise<void> {
    const abort = new AbortController();
    const caller = procedure.callers[0]!;
    const context = contextOf(world, caller, {
      address: randomUUID(),
      ...(caller === 'customer' ? { workItemId } : {}),
      ...(caller === 'api-key' ? { apiKey: { id: randomUUID(), name: 'key', scopes: apiScopes } } : {}),
    });
    const refusal = await call(world, procedure, context, input, abort.signal).then(
      async (answer) => {
        // A stream is opened, read once and closed.
        if (typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer) {
          const stream = answer as AsyncGenerator<unknown>;
          const first = stream.next().catch((error: unknown) => ({ error }));
          await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 30))]);
          abort.abort();
          await first;
          await stream.return(undefined).catch(() => undefined);
        }
        return null;
      },
      (error: { code: string; stack: string }) => error,
    );
    await world.settle();
    const after = await dump(world.store);
    if (refusal !== null) {
      expect(Object.keys(errorStatuses), `${procedure.name}: ${refusal.stack}`).toContain(refusal.code);
      expect(refusal.code, procedure.name).not.toBe('INTERNAL');
      expect(
        difference(before, after).filter((line) => !refusedAttempt.test(line)),
        `${procedure.name} refused with ${refusal.code}, and changed`,
      ).toEqual([]);
    }
    before = after;
  }

  it.each(procedures)('$name withstands any input', async (procedure) => {
    const schema = z.toJSONSchema(procedure.input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    // Each sign-in deliberately takes a quarter of a second.
    const numRuns = procedure.path.at(-1) === 'signIn' || procedure.path.at(-1) === 'changePassword' ? 8 : 25;
    await fc.assert(
      fc.asyncProperty(arbitraryOf(schema, known), (input) => meet(procedure, input)),
      { numRuns, endOnFailure: true },
    );
  });

  it('reports which field is invalid and why', async () => {
    await expect(
      world.as('ann').presence.setStatus({ commandId: 'c', statusId: 7 as unknown as string }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'statusId' } });
    const conversation = await world.chat('Third');
    await expect(
      world.customer(conversation).send({ clientId: 'c', text: 'a\u0000b' }),
    ).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(
      world.customer(conversation).send({ clientId: 'c', text: '👍'.repeat(9_000) }),
    ).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });
});

describe('case 10: numeric limits', () => {
  it.each(['3', '', ' 3 ', true, [3], null, 0, -1, 2.5, 10_001, Number.NaN])(
    'refuses a capacity of %j',
    (capacity) => {
      const result = PresenceConfigurationSettings.safeParse({ ...defaultConfigurationSettings, capacity });
      expect(result.success).toBe(false);
    },
  );
});
