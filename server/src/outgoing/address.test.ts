import { expect, test } from 'vitest';
import { isPublic, publicLookup } from './address.js';

test.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450:4001::1'])('%s is of the internet', (address) => {
  expect(isPublic(address)).toBe(true);
});

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '169.254.169.254',
  '172.31.255.255',
  '192.168.0.1',
  '198.19.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  'fe80::1',
  'fc00::1',
  'fd12::1',
  'ff02::1',
  '64:ff9b::7f00:1',
  '2001:db8::1',
  '2002:7f00:1::',
  'localhost',
])('%s is not', (address) => {
  expect(isPublic(address)).toBe(false);
});

test('a name is refused by the addresses that it stands for', async () => {
  const error = await new Promise((resolve) => publicLookup('localhost', { all: true }, (failed) => resolve(failed)));
  expect(error).toMatchObject({ name: 'ForbiddenAddress' });
});
