import { Path as PathRecord } from '../abi.js';
import type { Instance } from '../instance.js';

export type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number];
export type Box = [x0: number, y0: number, x1: number, y1: number];

/** All of the memory: verbs are bytes, coordinates floats, x and y in turn. */
export interface Outlines {
  verbs: Uint8Array;
  points: Float32Array;
}

/** Elements of `Outlines`; the ends are not part of it. */
export interface Outline {
  firstVerb: number;
  endVerb: number;
  firstPoint: number;
  endPoint: number;
}

/** The engine's memory as numbers of each kind. */
interface Memory {
  words: Uint32Array;
  floats: Float32Array;
  bytes: Uint8Array;
}

/** Makes a record of the generated ABI. */
type RecordAt<T> = new (view: DataView, address: number) => T;

/** Reads records and paths of display lists out of the engine's memory. */
export class ListReader {
  private held: Memory | null = null;

  constructor(protected readonly instance: Instance) {}

  /** Good until the memory grows. */
  protected get memory(): Memory {
    const { buffer } = this.instance.view;
    if (this.held?.words.buffer !== buffer)
      this.held = { words: new Uint32Array(buffer), floats: new Float32Array(buffer), bytes: new Uint8Array(buffer) };
    return this.held!;
  }

  /** The verbs and the points of all paths, for `outline`. Good until the memory grows. */
  outlines(): Outlines {
    const { bytes, floats } = this.memory;
    return { verbs: bytes, points: floats };
  }

  /** Where a path lies in `outlines`. */
  outline(address: number): Outline {
    const { verbData, verbCount, pointData, pointLength } = this.at(PathRecord, address);
    return { firstVerb: verbData, endVerb: verbData + verbCount, firstPoint: pointData >> 2, endPoint: (pointData + pointLength) >> 2 };
  }

  protected at<T>(Kind: RecordAt<T>, address: number): T {
    return new Kind(this.instance.view, address);
  }
}

export function matrixOf({ a, b, c, d, e, f }: Record<'a' | 'b' | 'c' | 'd' | 'e' | 'f', number>): Matrix {
  return [a, b, c, d, e, f];
}
