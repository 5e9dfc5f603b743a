import { describe, expect, test } from 'vitest';
import { rc4 } from './rc4.js';
import type { Encryption } from './encryption.js';
import { fileKey } from './standard-security.js';

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (h) => parseInt(h, 16));
const hex = (data: Uint8Array | null) => data && Buffer.from(data).toString('hex');

/** Encryption dictionaries and file keys as qpdf 11.3 writes and prints them (`--static-id --encrypt user owner …`, `--show-encryption-key`). */
const common = {
  filter: 'Standard',
  p: -4,
  id: bytes('31415926535897932384626433832795'),
  encryptMetadata: true,
  oe: new Uint8Array(0),
  ue: new Uint8Array(0),
  keyOptional: false,
  subFilter: '',
  recipients: [],
};
const o128 = bytes('0ba3835f88f90388e74e54584125ce142be0de24c6b0d37746e075b891756671');
const u128 = bytes('763f954d16622015ee88b60b3eb8f7590122456a91bae5134273a6db134c87c4');

const CASES: { name: string; encryption: Encryption; key: string }[] = [
  {
    name: 'revision 2, RC4 of 40 bits',
    encryption: {
      ...common,
      v: 1,
      r: 2,
      length: 40,
      o: bytes('94e8094419662a774442fb072e3d9f19e9d130ec09a4d0061e78fe920f7ab62f'),
      u: bytes('2aa12f26bcf1a217c0f1ee491745f646671475ae85bddf3e3c1a45a8457391cb'),
    },
    key: 'ee4fd3a223',
  },
  {
    name: 'revision 3, RC4 of 128 bits',
    encryption: { ...common, v: 2, r: 3, length: 128, o: o128, u: u128 },
    key: '55831911f0f2b9a08ac3cbcc766166db',
  },
  {
    name: 'revision 4, AES-128',
    encryption: { ...common, v: 4, r: 4, length: 128, o: o128, u: u128 },
    key: '55831911f0f2b9a08ac3cbcc766166db',
  },
  {
    name: 'revision 5, AES-256',
    encryption: {
      ...common,
      v: 5,
      r: 5,
      length: 256,
      o: bytes('7248b2a8d3a214077e583a3b2d62552a92455fce784f236886bc3edb41c645272613689db055cbc673fc53c6cdf71a49'),
      u: bytes('154985ff61148d528482c1925c9da3462ab59470a299d7cf34967740db533af11560a1a217510d713c92be7ddb482f58'),
      oe: bytes('3fe511ed891a13e1057cc90f675f566eaee81b1ea4d68dbe4453d173ab47d1db'),
      ue: bytes('bc090aa201547c7ee5ad79306c2f9f0a048110cd39e6e6d55500cf1415ad6f68'),
    },
    key: 'b8a6f036cc2046aa0c767cc213900b9bd3fc1e1cc3284f0e8e1a678aa58d9a5e',
  },
  {
    name: 'revision 6, AES-256',
    encryption: {
      ...common,
      v: 5,
      r: 6,
      length: 256,
      o: bytes('7c150855b98409646836c6602bdd7e31b28218c0591a11e0a45666a07cf057450bb2dcf39dd9832a767ca884be60fb9a'),
      u: bytes('6e72e2b9119a9b8bb28831e3ed9e47a7c6e47e7c57c59c46cac6e46df22a0ecccd6a8d462c99b3699e169bf2907b29c9'),
      oe: bytes('b6f468a74265a52faea6d7ee2cb37d9b3dc5378993eb0a695f1ea302c235eb81'),
      ue: bytes('a3192ef9364e09345ee230e740722be775c30b7061eca147dc3f58a2c2f05ac2'),
    },
    key: 'af9468379ebc1bd1be61aaa85ae9b235f707f6b067ac035ae46dcbbe4cf6cdc0',
  },
];

describe.each(CASES)('$name', ({ encryption, key }) => {
  test('the user password and the owner password both give the key', () => {
    expect(hex(fileKey(encryption, 'user'))).toBe(key);
    expect(hex(fileKey(encryption, 'owner'))).toBe(key);
  });

  test('another password gives none', () => {
    expect(fileKey(encryption, 'User')).toBeNull();
    expect(fileKey(encryption, '')).toBeNull();
  });
});

test('a handler that is not the standard one is refused by name', () => {
  expect(() => fileKey({ ...CASES[0]!.encryption, filter: 'Acme' }, '')).toThrow(
    expect.objectContaining({ code: 'encryption-unsupported' }),
  );
});

test('RC4 gives the key stream of RFC 6229', () => {
  expect(hex(rc4(bytes('0102030405'), new Uint8Array(16)))).toBe('b2396305f03dc027ccc3524a0a1118a8');
});
