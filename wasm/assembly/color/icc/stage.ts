import { pop, push } from '../../memory/stack';
import { curveAt, sample, unit } from './curve';

export const enum StageKind {
  /** `data`: a `Curve` for each value. */
  Curves = 0,
  /** `data`: numbers of `width` bytes at the nodes of a grid, the last input's neighbours side by side. */
  Grid = 1,
  /** `data`: for each output a factor for each input, then for each output what is added (f64s). */
  Matrix = 2,
}

/** Values that a stage may have. */
export const MAX_INPUTS: u32 = 4;

/** A step of a transform (ISO 15076-1, 10.10 to 10.13): it takes `inputs` values and gives `outputs`. */
@unmanaged
export class Stage {
  kind: StageKind;
  inputs: u32;
  outputs: u32;
  data: usize;
  width: u32;
  /** Nodes a dimension: four bytes. */
  nodes: u32;
  next: Stage | null;
}

/** Runs the stages, one behind the other, over values (f64 × 4), in place. */
export function run(first: Stage | null, values: usize): void {
  let stage = first;
  while (stage) {
    if (stage.kind == StageKind.Curves) bend(stage, values);
    else if (stage.kind == StageKind.Matrix) multiply(stage, values);
    else lookUp(stage, values);
    stage = stage.next;
  }
}

function bend(stage: Stage, values: usize): void {
  for (let i: u32 = 0; i < stage.inputs; i++) {
    const p = values + ((<usize>i) << 3);
    store<f64>(p, curveAt(stage.data, i).at(load<f64>(p)));
  }
}

function multiply(stage: Stage, values: usize): void {
  const out = push((<usize>MAX_INPUTS) << 3);
  let factor = stage.data;
  const added = factor + ((<usize>(stage.inputs * stage.outputs)) << 3);
  for (let row: usize = 0; row < <usize>stage.outputs; row++) {
    let sum = load<f64>(added + (row << 3));
    for (let i: usize = 0; i < <usize>stage.inputs; i++, factor += 8) sum += load<f64>(factor) * load<f64>(values + (i << 3));
    store<f64>(out + (row << 3), sum);
  }
  memory.copy(values, out, (<usize>stage.outputs) << 3);
  pop(out);
}

/**
 * Between nodes: the simplex that the place lies in, from the cell's first corner to its last along the axes by falling
 * fractions. In three dimensions that is tetrahedral interpolation (J. Kasson et al., "Tetrahedral interpolation", 1993).
 */
function lookUp(stage: Stage, values: usize): void {
  const n = stage.inputs;
  const fractions = push(2 * ((<usize>MAX_INPUTS) << 3));
  const steps = fractions + ((<usize>MAX_INPUTS) << 3);
  let node: usize = 0;
  let stride = <usize>stage.outputs;
  for (let left = n; left > 0; left--) {
    const i = left - 1;
    const count = (stage.nodes >> (i << 3)) & 255;
    const place = unit(load<f64>(values + ((<usize>i) << 3))) * <f64>(count - 1);
    const cell = min(<u32>place, max<u32>(count, 2) - 2);
    node += <usize>cell * stride;
    insert(fractions, steps, n - left, place - <f64>cell, count > 1 ? stride : 0);
    stride *= <usize>count;
  }
  for (let k: usize = 0; k < <usize>stage.outputs; k++) {
    let at = node + k;
    let rest: f64 = 1;
    let sum: f64 = 0;
    for (let i: usize = 0; i < <usize>n; i++) {
      const fraction = load<f64>(fractions + (i << 3));
      sum += (rest - fraction) * sample(stage.data, at, stage.width);
      at += <usize>load<u64>(steps + (i << 3));
      rest = fraction;
    }
    store<f64>(values + (k << 3), sum + rest * sample(stage.data, at, stage.width));
  }
  pop(fractions);
}

/** Puts a fraction, and the way to the next node, behind the greater ones of `count` that are there. */
function insert(fractions: usize, steps: usize, count: u32, fraction: f64, step: usize): void {
  let i = <usize>count;
  for (; i > 0 && load<f64>(fractions + ((i - 1) << 3)) < fraction; i--) {
    store<f64>(fractions + (i << 3), load<f64>(fractions + ((i - 1) << 3)));
    store<u64>(steps + (i << 3), load<u64>(steps + ((i - 1) << 3)));
  }
  store<f64>(fractions + (i << 3), fraction);
  store<u64>(steps + (i << 3), <u64>step);
}
