import fs from 'node:fs';
import { expect, test } from 'vitest';
import { checkSettings, type Settings } from './settings.js';

const EXAMPLE = JSON.parse(fs.readFileSync(new URL('../deploy/settings.json', import.meta.url), 'utf8')) as Settings;
const REAL: Settings = {
  ...EXAMPLE,
  accounts: { registry: '210987654321', dev: '210987654322', staging: '210987654322', prod: '210987654323' },
  repository: { owner: 'acme', name: 'ode', ownerId: '424242', id: '434343' },
  contact: 'operations@acme.org',
};

test('settings that are filled in are taken', () => {
  expect(() => checkSettings(REAL)).not.toThrow();
});

test.each<[string, Partial<Settings>, RegExp]>([
  ['a contact that nobody reads', { contact: EXAMPLE.contact }, /contact is still nobody/],
  ["a stranger's repository", { repository: EXAMPLE.repository }, /repository is still the example's/],
  ['production among others', { accounts: { ...REAL.accounts, dev: REAL.accounts.prod } }, /prod and registry share no account/],
  ['a zone twice', { zones: ['a', 'b', 'b'] }, /zones are three letters/],
  ['a region whose CloudFront is not known', { region: 'sa-east-1' }, /cloudFrontPrefixList is not known for sa-east-1/],
])('%s is refused', (_, wrong, complaint) => {
  expect(() => checkSettings({ ...REAL, ...wrong })).toThrow(complaint);
});
