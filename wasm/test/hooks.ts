import fs from 'node:fs';
import { buildHooks } from '../scripts/build-hooks.mjs';

/** The exports of a folder's hooks.ts: numbers in, numbers out. */
export type Hooks = Record<string, (...args: number[]) => number> & { memory: WebAssembly.Memory };

/** What a host offers, doing nothing: documents in these tests are not encrypted, and need no modules. */
export const IDLE_HOST = {
  readSource: () => {},
  objectKey: () => 0,
  decodeImage: () => 0,
  drawCharacter: () => 0,
  openProfile: () => 0,
  convertColors: () => {},
};

/** Compiles a folder's test hooks where they are out of date, and gives a new instance of them. */
export async function loadHooks(folder: string, target: string, host: WebAssembly.ModuleImports = {}): Promise<Hooks> {
  const bytes = fs.readFileSync(await buildHooks(folder, target));
  const { instance } = await WebAssembly.instantiate(bytes, { host: { ...IDLE_HOST, ...host } });
  return instance.exports as unknown as Hooks;
}

/** Copies bytes into an instance's memory, with 64 zeros behind them. */
export function put(hooks: Hooks, bytes: Uint8Array): number {
  const address = hooks.test_alloc!(bytes.length + 64);
  new Uint8Array(hooks.memory.buffer, address, bytes.length + 64).fill(0).set(bytes);
  return address;
}

/** The contents of a `Buffer`. */
export function bufferOf(hooks: Hooks, address: number): Uint8Array {
  const [data, length] = new Uint32Array(hooks.memory.buffer, address, 2) as unknown as [number, number];
  return new Uint8Array(hooks.memory.buffer, data, length).slice();
}
