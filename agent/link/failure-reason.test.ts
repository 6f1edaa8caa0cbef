import { expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import { failureReason } from './failure-reason.ts';
import { HubRefused, TokenRefused } from './hub-socket.ts';

const system = (code: string, message: string) => Object.assign(new Error(message), { code });

test.each<[unknown, string]>([
  [new HubRefused('certificate-expired'), 'certificate-expired'],
  [new TokenRefused('token refused'), 'the hub has refused the token'],
  [new AppError('HUB_UNREACHABLE', { hub: 'https://hub.example.com' }), 'HUB_UNREACHABLE'],
  [system('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9'), 'connect ECONNREFUSED 127.0.0.1:9'],
  [system('CERT_REVOKED', 'certificate revoked'), 'CERT_REVOKED: certificate revoked'],
  [
    new AggregateError([system('ETIMEDOUT', 'connect ETIMEDOUT 10.0.0.1:443')], ''),
    'connect ETIMEDOUT 10.0.0.1:443',
  ],
  ['a string', 'not known'],
])('%s', (error, reason) => expect(failureReason(error)).toBe(reason));

test('does not repeat what the hub has sent', () => {
  const { error } = z.object({ offers: z.array(z.number()) }).safeParse({ offers: ['my card is 4111'] });
  expect(failureReason(error)).toBe('the hub has sent what cannot be read (offers.0)');
});
