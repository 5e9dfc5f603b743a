import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { loadHooks, put } from '../../test/hooks.js';

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (h) => parseInt(h, 16));
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');

describe.each(['release', 'debug'])('%s', (target) => {
  async function decrypt(key: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
    const hooks = await loadHooks('filter', target);
    const at = put(hooks, data);
    const size = hooks.test_aes!(put(hooks, key), key.length, at, data.length);
    return new Uint8Array(hooks.memory.buffer, at, size).slice();
  }
  const IV = new Uint8Array(16);

  test('AES: the examples of FIPS 197, appendix C', async () => {
    const plain = '00112233445566778899aabbccddeeff';
    const key = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
    for (const [length, cipher] of [
      [16, '69c4e0d86a7b0430d8cdb78070b4c55a'],
      [24, 'dda97ca4864cdfe06eaf70a0ec0d7191'],
      [32, '8ea2b7ca516745bfeafc49904b496089'],
    ] as const)
      expect(hex(await decrypt(bytes(key).subarray(0, length), Uint8Array.of(...IV, ...bytes(cipher))))).toBe(plain);
  });

  test('AES: blocks are chained, padding goes, as OpenSSL has it', async () => {
    for (const length of [16, 32]) {
      const key = Uint8Array.from({ length }, (_, i) => (i * 59 + 7) & 255);
      const iv = Uint8Array.from({ length: 16 }, (_, i) => (i * 31 + 5) & 255);
      for (const size of [0, 1, 15, 16, 17, 1000]) {
        const plain = Uint8Array.from({ length: size }, (_, i) => (i * i) & 255);
        const cipher = createCipheriv(`aes-${length * 8}-cbc`, key, iv);
        const data = Buffer.concat([iv, cipher.update(plain), cipher.final()]);
        expect(hex(await decrypt(key, data))).toBe(hex(plain));
        // What is cut off costs its block, and with it the padding.
        if (size >= 16) expect(hex(await decrypt(key, data.subarray(0, 40)))).toBe(hex(plain.subarray(0, 16)));
      }
      expect(await decrypt(key, new Uint8Array(31))).toHaveLength(0);
    }
  });

  test('RC4: the key streams of RFC 6229', async () => {
    const hooks = await loadHooks('filter', target);
    for (const [key, stream] of [
      ['0102030405', 'b2396305f03dc027ccc3524a0a1118a8'],
      ['0102030405060708090a0b0c0d0e0f10', '9ac7cc9a609d1ef7b2932899cde41b97'],
    ] as const) {
      const at = put(hooks, new Uint8Array(16));
      hooks.test_rc4!(put(hooks, bytes(key)), key.length / 2, at, 16);
      expect(hex(new Uint8Array(hooks.memory.buffer, at, 16))).toBe(stream);
    }
  });
});
