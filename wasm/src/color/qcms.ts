/** What `qcms_bg.wasm` exports of what is used here. */
interface QcmsExports {
  memory: WebAssembly.Memory;
  /** See scripts/meter.mjs. */
  fuel: WebAssembly.Global;
  __wbindgen_externrefs: WebAssembly.Table;
  __wbindgen_malloc(size: number, align: number): number;
  __wbindgen_start(): void;
  qcms_transformer_from_memory(profile: number, length: number, type: number, intent: number): number;
  /** `alpha`: 1 makes each colour four bytes, with 255 as the last one. */
  qcms_convert_array(transformer: number, source: number, length: number, alpha: number): void;
}

/** QCMS's `DataType`, by the number of components. */
const TYPES: Record<number, number> = { 1: 3, 3: 0, 4: 5 };
/** QCMS's `Intent`: relative colorimetric, PDF's default (ISO 32000-2, 8.6.5.8). */
const INTENT = 1;

/** Steps that reading a profile may take: a large printing profile takes a tenth. */
const OPEN_FUEL = 1 << 27;
/** Steps that converting a row may take. */
const CONVERT_FUEL = 0x7fffffff;

/** ICC profiles to sRGB by QCMS, Firefox's colour management, as pdfjs-dist ships it. */
export class ColorProfiles {
  private readonly wasm: QcmsExports;
  private readonly profiles: { transformer: number; components: number }[] = [];
  /** Where the colours that are being converted go. */
  private target: Uint8Array = new Uint8Array(0);

  constructor(module: WebAssembly.Module) {
    const imports = {
      __wbg_copy_result_0d15f3bf9d9012ae: (address: number, length: number) =>
        this.target.set(new Uint8Array(this.wasm.memory.buffer, address >>> 0, length)),
      __wbg___wbindgen_throw_344f42d3211c4765: () => {
        throw new Error('The profile cannot be used.');
      },
      __wbindgen_init_externref_table: () => {
        const table = this.wasm.__wbindgen_externrefs;
        const first = table.grow(4);
        table.set(0, undefined);
        [undefined, null, true, false].forEach((value, i) => table.set(first + i, value));
      },
    };
    this.wasm = new WebAssembly.Instance(module, { './qcms_bg.js': imports }).exports as unknown as QcmsExports;
    this.wasm.__wbindgen_start();
  }

  /** A number for `convert`, from 1; 0 for a profile that cannot be used. `components`: 1, 3 or 4. */
  open(profile: Uint8Array, components: number): number {
    this.wasm.fuel.value = OPEN_FUEL;
    const transformer = this.wasm.qcms_transformer_from_memory(this.put(profile), profile.length, TYPES[components]!, INTENT);
    return transformer ? this.profiles.push({ transformer, components }) : 0;
  }

  /** Converts `count` colours, one every `step` bytes of `from`, to red, green, blue and 255 in `to`. */
  convert(profile: number, from: Uint8Array, step: number, to: Uint8Array, count: number): void {
    const { transformer, components } = this.profiles[profile - 1]!;
    this.wasm.fuel.value = CONVERT_FUEL;
    const address = this.wasm.__wbindgen_malloc(count * components, 1) >>> 0;
    const source = new Uint8Array(this.wasm.memory.buffer, address, count * components);
    if (step === components) source.set(from.subarray(0, count * components));
    else for (let i = 0, at = 0; i < count * step; i += step) for (let k = 0; k < components; k++) source[at++] = from[i + k]!;
    this.target = to;
    this.wasm.qcms_convert_array(transformer, address, count * components, 1);
  }

  /** The callee frees what it is given. */
  private put(bytes: Uint8Array): number {
    const address = this.wasm.__wbindgen_malloc(bytes.length, 1) >>> 0;
    new Uint8Array(this.wasm.memory.buffer, address, bytes.length).set(bytes);
    return address;
  }
}
