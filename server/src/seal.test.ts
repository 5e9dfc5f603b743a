import { describe, expect, test } from 'vitest';
import { parseSecretKeys, Sealer, type SecretKeys } from './seal.js';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const keys = (value: string): SecretKeys => {
  const parsed = parseSecretKeys(value);
  if (!parsed) throw new Error('not understood');
  return parsed;
};

describe('sealed secrets', () => {
  test('open for the one that they belong to, and for nobody else', () => {
    const sealer = new Sealer(keys(`a:${key(1)}`));
    const sealed = sealer.seal('pässword', 'job-1');
    expect(Buffer.from(sealed).includes('pässword')).toBe(false);
    expect(sealer.open(sealed, 'job-1')).toBe('pässword');
    expect(() => sealer.open(sealed, 'job-2')).toThrow();
    const touched = Uint8Array.from(sealed);
    touched[touched.length - 1]! ^= 1;
    expect(() => sealer.open(touched, 'job-1')).toThrow();
  });

  test('two seals of one secret differ', () => {
    const sealer = new Sealer(keys(`a:${key(1)}`));
    expect(sealer.seal('x', 'job')).not.toEqual(sealer.seal('x', 'job'));
  });

  test('after a rotation old ones open still, and the new key seals; without the old key they do not open', () => {
    const old = new Sealer(keys(`a:${key(1)}`)).seal('x', 'job');
    const rotated = new Sealer(keys(`b:${key(2)},a:${key(1)}`));
    expect(rotated.open(old, 'job')).toBe('x');
    const fresh = rotated.seal('y', 'job');
    expect(new Sealer(keys(`b:${key(2)}`)).open(fresh, 'job')).toBe('y');
    expect(() => new Sealer(keys(`b:${key(2)}`)).open(old, 'job')).toThrow('sealed with the key "a"');
  });

  test.each(['', 'a', `a:${key(1).slice(4)}`, `a:${key(1)},a:${key(2)}`, `a b:${key(1)}`])('the setting %j is not understood', (value) => {
    expect(parseSecretKeys(value)).toBeNull();
  });
});
