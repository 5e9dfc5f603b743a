import fs from 'node:fs';
import { buildHooks } from '../scripts/build-hooks.mjs';

type Hooks = Record<string, (...args: number[]) => number> & { memory: WebAssembly.Memory };

/** The hooks of `assembly/font/program`. */
export async function load(target: string): Promise<Hooks> {
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(await buildHooks('font/program', target)));
  return instance.exports as unknown as Hooks;
}

/** A font program in the engine's memory. */
export class Font {
  readonly program: number;
  private readonly arena: number;
  private readonly data: number;
  private readonly scratch: number;
  readonly path: number;

  constructor(
    readonly hooks: Hooks,
    file: Uint8Array,
  ) {
    this.arena = hooks.test_arena!();
    this.data = hooks.test_alloc!(file.length);
    this.scratch = hooks.test_alloc!(64);
    this.path = hooks.test_path!();
    new Uint8Array(hooks.memory.buffer, this.data, file.length).set(file);
    this.program = hooks.test_load!(this.arena, this.data, file.length);
  }

  /** M, L, C and Z with their points in thousandths of an em, rounded to `places`. */
  outline(gid: number, places = 2): { whole: boolean; text: string } {
    const whole = this.hooks.test_outline!(this.program, gid, this.path) !== 0;
    const [verbs, verbCount, , , points, pointBytes] = new Uint32Array(this.hooks.memory.buffer, this.path, 6);
    const numbers = new Float32Array(this.hooks.memory.buffer, points, pointBytes! >> 2);
    let i = 0;
    const words = [...new Uint8Array(this.hooks.memory.buffer, verbs, verbCount)].map((verb) => {
      const used = numbers.subarray(i, (i += [2, 2, 6, 0][verb]!));
      return ['M', 'L', 'C', 'Z'][verb]! + [...used].map((v) => +(v * 1000).toFixed(places) + 0).join(' ');
    });
    return { whole, text: words.join(' ') };
  }

  /** Least and greatest x and y of all points, thousandths of an em. */
  bounds(gid: number): number[] {
    const numbers = (this.outline(gid, 4).text.match(/-?[\d.]+/g) ?? []).map(Number);
    const xs = numbers.filter((_, i) => i % 2 === 0);
    const ys = numbers.filter((_, i) => i % 2 === 1);
    return xs.length ? [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] : [];
  }

  advance = (gid: number) => this.hooks.test_advance!(this.program, gid) * 1000;
  gidOfCode = (code: number) => this.hooks.test_gid_of_code!(this.program, code);
  get count() {
    return this.hooks.test_count!(this.program);
  }

  named(name: string): number {
    new Uint8Array(this.hooks.memory.buffer, this.scratch + 8, name.length).set(Buffer.from(name));
    return this.hooks.test_gid_of_name!(this.program, this.scratch + 8, name.length);
  }

  private read(found: number): string | null {
    const [address, length] = new Uint32Array(this.hooks.memory.buffer, this.scratch, 2);
    return found ? Buffer.from(this.hooks.memory.buffer, address, length).toString('latin1') : null;
  }

  name = (gid: number) => this.read(this.hooks.test_name!(this.program, gid, this.scratch));
  codeName = (code: number) => this.read(this.hooks.test_code_name!(this.program, code, this.scratch));

  destroy(): void {
    this.hooks.test_destroy!(this.arena);
    this.hooks.test_free!(this.data);
    this.hooks.test_free!(this.scratch);
    this.hooks.test_path_destroy!(this.path);
  }
}
