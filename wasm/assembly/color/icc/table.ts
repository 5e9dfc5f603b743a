import { Arena } from '../../memory/arena';
import { allocCurves, curveAt } from './curve';
import { MAX_INPUTS, Stage, StageKind } from './stage';
import { fixed, half, word } from './tags';

/** Signatures, as they are loaded. */
const MFT1: u32 = 0x3174666d;
const MFT2: u32 = 0x3274666d;
const MAB: u32 = 0x2042416d;
const MBA: u32 = 0x2041426d;

const MAX_ENTRIES: u32 = 4096;
/** Bytes before the curves of `mft1` and `mft2`; of the offsets of `mAB ` and `mBA `; before a grid's numbers. */
const HEADER1: usize = 48;
const HEADER2: usize = 52;
const HEADER_AB: usize = 32;
const GRID_HEADER: usize = 20;

/** A row of stages that is being made. */
@unmanaged
export class Stages {
  arena: Arena;
  first: Stage | null;
  last: Stage | null;
  /** Something cannot be used, or memory is out. */
  failed: bool;

  add(kind: StageKind, inputs: u32, outputs: u32, data: usize): Stage | null {
    const stage = changetype<Stage>(this.arena.alloc(offsetof<Stage>()));
    if (!stage || !data) {
      this.failed = true;
      return null;
    }
    stage.kind = kind;
    stage.inputs = inputs;
    stage.outputs = outputs;
    stage.data = data;
    const last = this.last;
    if (last) last.next = stage;
    else this.first = stage;
    this.last = stage;
    return stage;
  }

  /** Factors and what is added, to be filled in; 0: memory is out. */
  matrix(inputs: u32, outputs: u32): usize {
    const data = this.arena.alloc((<usize>((inputs + 1) * outputs)) << 3);
    this.add(StageKind.Matrix, inputs, outputs, data);
    return data;
  }

  /** So many `curv` or `para`, one behind the other. */
  curves(p: usize, end: usize, count: u32): void {
    const curves = allocCurves(this.arena, count);
    let at = p;
    for (let i: u32 = 0; curves && at && i < count; i++) {
      at = curveAt(curves, i).read(at, end);
      curveAt(curves, i).remember(this.arena);
    }
    if (at) this.add(StageKind.Curves, count, count, curves);
    else this.failed = true;
  }

  private tables(p: usize, count: u32, entries: u32, width: u32): void {
    const curves = allocCurves(this.arena, count);
    for (let i: u32 = 0; curves && i < count; i++) curveAt(curves, i).setTable(p + <usize>(i * entries * width), entries, width);
    this.add(StageKind.Curves, count, count, curves);
  }

  private grid(p: usize, end: usize, inputs: u32, outputs: u32, nodes: u32, width: u32): usize {
    const bytes = gridBytes(inputs, outputs, nodes, width);
    if (!bytes || <u64>p + bytes > <u64>end) {
      this.failed = true;
      return 0;
    }
    const stage = this.add(StageKind.Grid, inputs, outputs, p);
    if (stage) {
      stage.nodes = nodes;
      stage.width = width;
    }
    return p + <usize>bytes;
  }

  /** Adds what a table's tag says, which ends before `end`; sets `failed` where it is none from `inputs` to `outputs` values. */
  read(tag: usize, end: usize, inputs: u32, outputs: u32): void {
    const type = load<u32>(tag);
    if (load<u8>(tag, 8) != inputs || load<u8>(tag, 9) != outputs || inputs > MAX_INPUTS || outputs > MAX_INPUTS) this.failed = true;
    else if (type == MFT1 || type == MFT2) this.readTables(tag, end, type == MFT1 ? 1 : 2);
    else if (type == MAB || type == MBA) this.readElements(tag, end, type == MBA);
    else this.failed = true;
  }

  /** `mft1` and `mft2`, 10.10 and 10.11. The matrix counts for XYZ on the device's side alone, which no caller has. */
  private readTables(tag: usize, end: usize, width: u32): void {
    const inputs = <u32>load<u8>(tag, 8);
    const outputs = <u32>load<u8>(tag, 9);
    const before: u32 = width == 1 ? 256 : half(tag + 48);
    const behind: u32 = width == 1 ? 256 : half(tag + 50);
    const start = tag + (width == 1 ? HEADER1 : HEADER2);
    const grid = start + <usize>(inputs * before * width);
    const nodes = <u32>load<u8>(tag, 10) * 0x01010101;
    const bytes = gridBytes(inputs, outputs, nodes, width);
    const size = <u64>(grid - tag) + bytes + <u64>(outputs * behind * width);
    if (before < 2 || before > MAX_ENTRIES || behind < 2 || behind > MAX_ENTRIES || !bytes || size > <u64>(end - tag)) {
      this.failed = true;
      return;
    }
    this.tables(start, inputs, before, width);
    const next = this.grid(grid, end, inputs, outputs, nodes, width);
    if (next) this.tables(next, outputs, behind, width);
  }

  /** `mAB ` and `mBA `, 10.12 and 10.13: the same elements in the one order or in the other. */
  private readElements(tag: usize, end: usize, isReverse: bool): void {
    const inputs = <u32>load<u8>(tag, 8);
    const outputs = <u32>load<u8>(tag, 9);
    if (tag + HEADER_AB > end) {
      this.failed = true;
      return;
    }
    const outer = isReverse ? outputs : inputs;
    if (isReverse) this.element(tag, end, 12, 3);
    else this.element(tag, end, 28, outer);
    if (isReverse) this.middle(tag, end, true);
    const grid = word(tag + 24);
    if (!grid) {
      if (inputs != outputs) this.failed = true;
    } else if (<u64>grid + GRID_HEADER > <u64>(end - tag)) this.failed = true;
    else {
      const p = tag + grid;
      const width = <u32>load<u8>(p, 16);
      if (width != 1 && width != 2) this.failed = true;
      else this.grid(p + GRID_HEADER, end, inputs, outputs, load<u32>(p), width);
    }
    if (!isReverse) this.middle(tag, end, false);
    if (isReverse) this.element(tag, end, 28, outer);
    else this.element(tag, end, 12, 3);
  }

  /** The M curves and the matrix; the other way round in `mBA `. */
  private middle(tag: usize, end: usize, isReverse: bool): void {
    if (!isReverse) this.element(tag, end, 20, 3);
    const at = word(tag + 16);
    if (at) {
      const p = tag + at;
      if (<u64>at + 48 > <u64>(end - tag)) this.failed = true;
      else {
        const matrix = this.matrix(3, 3);
        if (matrix) for (let i: usize = 0; i < 12; i++) store<f64>(matrix + (i << 3), fixed(p + (i << 2)));
      }
    }
    if (isReverse) this.element(tag, end, 20, 3);
  }

  /** The curves whose offset stands at `field`, if there are any. */
  private element(tag: usize, end: usize, field: usize, count: u32): void {
    const at = word(tag + field);
    if (!at) return;
    if (<u64>at > <u64>(end - tag)) this.failed = true;
    else this.curves(tag + at, end, count);
  }
}

/** 0: no grid, or one that no file has. */
function gridBytes(inputs: u32, outputs: u32, nodes: u32, width: u32): u64 {
  let bytes = <u64>(outputs * width);
  for (let i: u32 = 0; i < inputs; i++) {
    bytes *= <u64>((nodes >> (i << 3)) & 255);
    if (bytes > 1 << 28) return 0;
  }
  return bytes;
}
