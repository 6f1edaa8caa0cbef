import { expect, test } from 'vitest';
import { isAllowedExternalUrl } from './outside-links.ts';

test.each([
  'https://crm.example.org/record/1',
  'mailto:a@example.org',
  'tel:+4912345',
  'http://127.0.0.1:4701/chat',
  'http://localhost:4701/chat',
])('allows another program to open %s', (address) => expect(isAllowedExternalUrl(address)).toBe(true));

test.each([
  'http://example.org/',
  'https://user:secret@example.org/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'onqueue://app/',
  'ms-settings:privacy',
  'http://127.0.0.1.example.org/',
  'nonsense',
])('does not allow another program to open %s', (address) =>
  expect(isAllowedExternalUrl(address)).toBe(false),
);
