import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildHooks } from '../scripts/build-hooks.mjs';
import { IDLE_HOST } from './hooks.js';

type Hooks = Record<string, (...args: number[]) => number> & { memory: WebAssembly.Memory };

export const pdfjs = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
let module: WebAssembly.Module;

/** Has to have run before an `Engine` is made. */
export async function loadFontHooks(): Promise<void> {
  module = new WebAssembly.Module(fs.readFileSync(await buildHooks('font', 'release')));
}

/** An instance, with bytes put into it and taken from it. */
export class Engine {
  /** What the host of engines that are made from now on offers. */
  static host: WebAssembly.ModuleImports = IDLE_HOST;
  readonly hooks: Hooks;
  constructor() {
    this.hooks = new WebAssembly.Instance(module, { host: Engine.host }).exports as unknown as Hooks;
  }
  put(data: Uint8Array | string): [at: number, length: number] {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
    const at = this.hooks.test_alloc!(bytes.length + 32);
    new Uint8Array(this.hooks.memory.buffer, at, bytes.length).set(bytes);
    return [at, bytes.length];
  }
  text(at: number, units: number): string {
    return String.fromCharCode(...new Uint16Array(this.hooks.memory.buffer, at, units));
  }
  latin(at: number, length: number): string {
    return Buffer.from(this.hooks.memory.buffer, at, length).toString('latin1');
  }
  u32(at: number): number {
    return new DataView(this.hooks.memory.buffer).getUint32(at, true);
  }
}

export type PdfObject = string | { dict: string; data: Uint8Array | string };

/** A document whose objects are numbered from 1, the first its catalog; without a table, which the engine then makes. */
function pdf(...objects: PdfObject[]): Uint8Array {
  const all: PdfObject[] = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>',
    ...objects,
  ];
  const parts = all.map((object, i) => {
    if (typeof object === 'string') return Buffer.from(`${i + 1} 0 obj\n${object}\nendobj\n`, 'latin1');
    const data = Buffer.from(object.data as string, 'latin1');
    return Buffer.concat([
      Buffer.from(`${i + 1} 0 obj\n<<${object.dict}/Length ${data.length}>>stream\n`, 'latin1'),
      data,
      Buffer.from('\nendstream\nendobj\n', 'latin1'),
    ]);
  });
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...parts, Buffer.from('trailer<</Root 1 0 R>>\n')]);
}

export interface Char {
  code: number;
  bytes: number;
  gid: number;
  width: number;
  stretch: number;
  text: string;
  isSpace: boolean;
  vx: number;
  vy: number;
  charProc: number;
}

/** A document with its fonts; the first object behind the page has number 4. */
export class Document extends Engine {
  private readonly doc: number;
  constructor(...objects: PdfObject[]) {
    super();
    this.doc = this.hooks.test_open!(...this.put(pdf(...objects)));
  }
  font(number: number): number {
    return this.hooks.test_font!(this.doc, number);
  }
  /** Codes of what was noted (syntax/warnings.ts). */
  warned(): number[] {
    return Array.from({ length: this.hooks.test_warning_count!(this.doc) }, (_, i) => this.hooks.test_warning!(this.doc, i));
  }
  needed(): string[] {
    const out = this.hooks.test_alloc!(8);
    const names = [];
    for (let i = 0; ; i++) {
      const at = this.hooks.test_needed!(this.doc, i, out);
      if (!at) return names;
      names.push(this.latin(at, this.u32(out)));
    }
  }
  /** Brings what is needed, as a host without fallback fonts does; `none`: there is nothing of that name. */
  bring(none = false): void {
    for (const name of this.needed()) {
      const file = path.join(pdfjs, name.endsWith('.bcmap') ? 'cmaps' : 'standard_fonts', name);
      const there = !none && !name.startsWith('fallback');
      const data = there ? new Uint8Array(fs.readFileSync(file)) : new Uint8Array();
      const at = this.put(data);
      this.hooks.test_provide!(this.doc, ...this.put(name), at[0], there ? at[1] : 0);
    }
  }
  chars(font: number, string: Uint8Array | string): Char[] {
    const [at, length] = this.put(string);
    const out = this.hooks.test_alloc!(64);
    const chars: Char[] = [];
    for (let p = at; p < at + length;) {
      const bytes = this.hooks.test_next!(this.doc, font, p, at + length, out);
      p += bytes;
      const view = new DataView(this.hooks.memory.buffer, out);
      const round = (v: number) => Math.round(v * 1e4) / 1e4 + 0;
      chars.push({
        code: view.getUint32(0, true),
        bytes,
        gid: view.getInt32(8, true),
        width: round(view.getFloat32(12, true)),
        stretch: round(view.getFloat32(16, true)),
        text: this.text(view.getUint32(20, true), view.getUint32(24, true)),
        isSpace: view.getUint8(28) !== 0,
        vx: round(view.getFloat32(32, true)),
        vy: round(view.getFloat32(36, true)),
        charProc: view.getUint32(40, true),
      });
    }
    return chars;
  }
  /** The box of an outline in thousandths of an em. */
  box(font: number, gid: number): number[] {
    const out = this.hooks.test_alloc!(16);
    if (!this.hooks.test_outline!(font, gid, out)) return [];
    return [...new Float32Array(this.hooks.memory.buffer, out, 4)].map((v) => Math.round(v * 1000));
  }
}
