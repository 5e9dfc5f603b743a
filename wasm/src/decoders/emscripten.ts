/** A metered module compiled by Emscripten: one import object of short names, and functions that are told apart by them. */
export class EmscriptenModule {
  /** See `withFuel`. */
  readonly gauge: WebAssembly.Global;
  readonly exports: Record<string, (...args: number[]) => number>;
  private readonly memory: WebAssembly.Memory;

  /** `memory`: what the memory is exported as. The module's own initialization is the caller's to run. */
  constructor(module: WebAssembly.Module, imports: Record<string, (...args: never[]) => unknown>, memory: string) {
    const { exports } = new WebAssembly.Instance(module, { a: imports as WebAssembly.ModuleImports });
    this.exports = exports as typeof this.exports;
    this.memory = exports[memory] as WebAssembly.Memory;
    this.gauge = exports.fuel as WebAssembly.Global;
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address >>> 0, length);
  }

  /** 32-bit integers. */
  ints(address: number, count: number): Int32Array {
    return new Int32Array(this.memory.buffer, address >>> 0, count);
  }

  /** Puts bytes into memory that `malloc` gives. */
  put(bytes: Uint8Array, malloc: (size: number) => number): number {
    const address = malloc(bytes.length + 1);
    if (!address) throw new RangeError('The decoder is out of memory.');
    this.bytes(address, bytes.length).set(bytes);
    return address;
  }

  /** Grows the memory to hold `size` bytes; whether it could. */
  grow(size: number): number {
    const missing = (size >>> 0) - this.memory.buffer.byteLength;
    // Half as much again, so that not every allocation grows it.
    for (const spare of [this.memory.buffer.byteLength >> 1, 0]) {
      try {
        if (missing > 0) this.memory.grow(Math.ceil((missing + spare) / 65536));
        return 1;
      } catch {
        // less, then
      }
    }
    return 0;
  }
}

/** What a module calls when it gives up. */
export function abort(): never {
  throw new Error('The decoder gave up.');
}
