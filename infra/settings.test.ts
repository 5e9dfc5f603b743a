import { expect, test } from 'vitest';
import { checkSettings, type Settings } from './settings.js';

/** deploy/settings.json as it comes. Written out, since a deployer fills the file in. */
const EXAMPLE: Settings = {
  region: 'us-east-1',
  zones: ['a', 'b', 'c'],
  accounts: { registry: '000000000000', dev: '111111111111', staging: '222222222222', prod: '333333333333' },
  repository: { owner: 'oxidized-document-engine', name: 'ode', ownerId: '1000001', id: '2000002' },
  contact: 'operations@ode.example',
};
const REAL: Settings = {
  ...EXAMPLE,
  accounts: { registry: '210987654321', dev: '210987654322', staging: '210987654323', prod: '210987654324' },
  repository: { owner: 'acme', name: 'ode', ownerId: '424242', id: '434343' },
  contact: 'operations@acme.org',
};
const ACCOUNTS = REAL.accounts;

test.each([
  ['filled in', REAL],
  ['as they come, to try things out', EXAMPLE],
])('settings are taken %s', (_, settings) => {
  expect(() => checkSettings(settings)).not.toThrow();
});

test.each<[string, Partial<Settings>, RegExp]>([
  ['a contact that nobody reads', { contact: EXAMPLE.contact }, /contact is still nobody/],
  ["a stranger's repository", { repository: EXAMPLE.repository }, /repository is still the example's/],
  ["a stage in a stranger's account", { accounts: { ...ACCOUNTS, dev: EXAMPLE.accounts.dev } }, /accounts\.dev is still the example's/],
  ['production among others', { accounts: { ...ACCOUNTS, dev: ACCOUNTS.prod } }, /no two accounts are the same/],
  ['two stages in one account', { accounts: { ...ACCOUNTS, dev: ACCOUNTS.staging } }, /no two accounts are the same/],
  ['a zone twice', { zones: ['a', 'b', 'b'] }, /zones are three letters/],
  ['a region whose CloudFront is not known', { region: 'sa-east-1' }, /cloudFrontPrefixList is not known for sa-east-1/],
])('%s is refused', (_, wrong, complaint) => {
  expect(() => checkSettings({ ...REAL, ...wrong })).toThrow(complaint);
});
