/** RC4, in place. Not in any library worth having, because nothing new should use it; old PDFs do (ISO 32000-2, 7.6.3). */
export function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    const s = state[i]!;
    j = (j + s + key[i % key.length]!) & 255;
    state[i] = state[j]!;
    state[j] = s;
  }
  for (let n = 0, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 255;
    const s = state[i]!;
    j = (j + s) & 255;
    const t = state[j]!;
    state[i] = t;
    state[j] = s;
    data[n]! ^= state[(s + t) & 255]!;
  }
  return data;
}
