import fs from 'node:fs';
import { buildHooks } from '../scripts/build-hooks.mjs';
import { IDLE_HOST, type Hooks } from './hooks.js';

/** The drawing commands of a display list (assembly/display/list.ts). */
export enum Op {
  FillPath = 1,
  StrokePath = 2,
  ClipPath = 3,
  Save = 4,
  Restore = 5,
  Image = 7,
  Stencil = 8,
  Shade = 9,
  BeginGroup = 10,
  EndGroup = 11,
  SetSoftMask = 12,
  BeginAnnotation = 15,
  EndAnnotation = 16,
}

/** A number that goes into a command as f32; plain numbers go in as u32. */
class Float {
  constructor(readonly value: number) {}
}
export const f = (value: number) => new Float(value);

/** Builds a display list by hand and draws it with the hooks of `raster`. Colours are 0xBBGGRR. */
export class Sketch {
  readonly list: number;
  readonly raster: number;
  constructor(readonly hooks: Hooks) {
    this.raster = hooks.test_raster!();
    this.list = hooks.test_list!();
  }
  /** A sketch in an instance of its own; `target`: release or debug. */
  static async create(target: string): Promise<Sketch> {
    const { instance } = await WebAssembly.instantiate(fs.readFileSync(await buildHooks('raster', target)), {
      env: {
        abort: (_m: number, _f: number, line: number) => {
          throw new Error(`abort in line ${line}`);
        },
      },
      host: IDLE_HOST,
    });
    return new Sketch(instance.exports as unknown as Hooks);
  }
  command(op: Op, ...words: (number | Float)[]) {
    const p = this.hooks.test_command!(this.list, op, words.length);
    const view = new DataView(this.hooks.memory.buffer, p);
    words.forEach((w, i) => (w instanceof Float ? view.setFloat32(i * 4, w.value, true) : view.setUint32(i * 4, w, true)));
  }
  floats(...values: number[]) {
    const p = this.hooks.test_alloc!(this.list, values.length * 4);
    new Float32Array(this.hooks.memory.buffer, p, values.length).set(values);
    return p;
  }
  paint(color = 0, alpha = 1, blend = 0, pattern = 0) {
    return this.hooks.test_paint!(this.list, color, alpha, blend, pattern);
  }
  /** A path through points; several subpaths; closed. */
  polygon(...subpaths: [number, number][][]) {
    const path = this.hooks.test_path!();
    for (const points of subpaths) {
      points.forEach(([x, y], i) => (i ? this.hooks.test_line!(path, x, y) : this.hooks.test_move!(path, x, y)));
      this.hooks.test_close!(path);
    }
    return path;
  }
  line(...points: [number, number][]) {
    const path = this.hooks.test_path!();
    points.forEach(([x, y], i) => (i ? this.hooks.test_line!(path, x, y) : this.hooks.test_move!(path, x, y)));
    return path;
  }
  rect(x: number, y: number, w: number, h: number): [number, number][] {
    return [[x, y], [x + w, y], [x + w, y + h], [x, y + h]]; // prettier-ignore
  }
  fill(path: number, paint = this.paint(), rule = 0) {
    this.command(Op.FillPath, path, paint, rule);
  }
  stroke(path: number, width: number, cap = 0, join = 0, dashes: number[] = [], phase = 0) {
    const stroke = this.hooks.test_stroke!(this.list, width, cap, join, 10);
    if (dashes.length) this.hooks.test_dash!(stroke, this.floats(...dashes), dashes.length, phase);
    this.command(Op.StrokePath, path, this.paint(), stroke);
    return stroke;
  }
  render(width: number, height: number, { scale = 1, x = 0, y = 0, background = 0xffffffff, fuel = 0 } = {}) {
    const p = this.hooks.test_render!(this.raster, this.list, scale, x, y, width, height, background, fuel);
    const data = new Uint8Array(this.hooks.memory.buffer, p, width * height * 4).slice();
    return {
      /** Red, green, blue, alpha. */
      at: (px: number, py: number) => [...data.subarray((py * width + px) * 4, (py * width + px) * 4 + 4)],
      /** How dark a pixel is: the coverage of black on white. */
      ink: (px: number, py: number) => 255 - data[(py * width + px) * 4]!,
      /** All ink, in pixels. */
      sum: () => data.reduce((s, v, i) => (i % 4 === 0 ? s + (255 - v) / 255 : s), 0),
    };
  }
}
