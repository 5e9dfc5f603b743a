import { ColorSpace, maxOf, minOf, SpaceKind, toRgb } from '../color/space';
import { gridOf, pays } from '../color/grid';
import { allocZeroed, free } from '../memory/heap';
import { pop, push } from '../memory/stack';
import { Kind, kindOf, lengthOf, numberOf, Obj } from '../syntax/object';
import { at, Store } from '../syntax/store';
import { cmykRow, CORNERS_SIZE, fillCorners } from './cmyk';
import { gridRow } from './grid-row';

const enum Mode {
  /** One component: a table of colours. */
  Table = 0,
  /** DeviceRGB: a table of bytes for each component, or none. */
  Rgb = 1,
  /** DeviceCMYK: see cmyk.ts. */
  Cmyk = 2,
  /** Everything else is asked of color/, and remembered. */
  Any = 3,
  /** Between the nodes of a grid of the space's colours. */
  Grid = 4,
}

/** Colour components that an image may have; DeviceN has 32 at most in practice. */
export const MAX_COMPONENTS: u32 = 32;
/** Colours that are remembered. */
const MEMO: usize = 4096;
const ALPHA: u32 = 0xff000000;

/** The colour of a pixel's samples. */
@unmanaged
class KnownColor {
  /** The samples, 8 at most. */
  key: u64;
  color: u32;
  isSet: bool;
}

/**
 * Turns rows of samples into colours: /Decode (8.9.5.2), the colour space, and colour-key masking (8.9.6.4).
 *
 *   tables  ┌ Table: colours (u32 × 256)   Rgb: bytes (u8 × 256 × 3)   Cmyk, Any: values (f32 × 256 × components)
 *   memo    ┌ `KnownColor` × MEMO
 *   corners ┌ Cmyk: see cmyk.ts
 *   keys    ┌ least and greatest sample that is masked out (u8 × 2), for each component
 */
@unmanaged
export class Converter {
  mode: Mode;
  space: ColorSpace;
  components: u32;
  bits: u32;
  /** Bytes from pixel to pixel in a row of samples. */
  step: u32;
  tables: usize;
  memo: usize;
  corners: usize;
  /** Rgb: the tables change nothing. */
  plain: bool;
  /** Table: all colours are gray. */
  isGray: bool;
  keys: usize;
  /** Grid: of the document's cache. */
  grid: usize;

  /** Sets up a converter that lies on the heap; false when memory is out. Give it back with `release`. */
  init(doc: Store, space: ColorSpace, bits: u32, step: u32, decode: Obj, pixels: u64): bool {
    this.space = space;
    this.step = step;
    this.components = space.components;
    this.bits = bits;
    this.mode =
      space.components == 1 ? Mode.Table : space.kind == SpaceKind.Rgb ? Mode.Rgb : space.kind == SpaceKind.Cmyk ? Mode.Cmyk : Mode.Any;
    this.tables = allocZeroed((<usize>max<u32>(space.components, 3)) << 10);
    if (this.mode == Mode.Any) this.memo = allocZeroed(MEMO * offsetof<KnownColor>());
    if (this.mode == Mode.Cmyk) this.corners = allocZeroed(CORNERS_SIZE);
    if (!this.tables || (this.mode == Mode.Any && !this.memo) || (this.mode == Mode.Cmyk && !this.corners)) return false;
    if (this.corners) fillCorners(this.corners);
    if (this.mode == Mode.Table) this.fillColors(doc, decode);
    else if (this.mode == Mode.Rgb) this.fillBytes(doc, decode);
    else this.fillValues(doc, decode);
    if (this.mode == Mode.Any && bits == 8 && pays(space, pixels) && this.isPlain()) {
      this.grid = gridOf(doc, space);
      if (this.grid) this.mode = Mode.Grid;
    }
    return true;
  }

  release(): void {
    free(this.tables);
    free(this.memo);
    free(this.corners);
    free(this.keys);
  }

  /** Takes colour-key ranges from a /Mask array; `scale` is how much coarser samples are than in the file (16 bits: 8). False when memory is out. */
  setKeys(doc: Store, mask: Obj, scale: u32): bool {
    const n = this.components;
    if (kindOf(mask) != Kind.Array || lengthOf(mask) < 2 * n) return true;
    this.keys = allocZeroed(<usize>(2 * n) + 8);
    if (!this.keys) return false;
    for (let i: u32 = 0; i < 2 * n; i++) {
      const value = (<i32>numberOf(at(doc, mask, i))) >> scale;
      store<u8>(this.keys + i, <u8>min(max(value, 0), 255));
    }
    return true;
  }

  private fillColors(doc: Store, decode: Obj): void {
    const high = (1 << this.bits) - 1;
    const value = push(128);
    memory.fill(value, 0, 128);
    this.isGray = true;
    for (let s = 0; s < 256; s++) {
      store<f32>(value, <f32>decodeValue(doc, decode, this.space, 0, <u32>min(s, high), this.bits));
      const color = toRgb(this.space, value) & 0xffffff;
      store<u32>(this.tables + ((<usize>s) << 2), color | ALPHA);
      if ((color & 255) * 0x010101 != color) this.isGray = false;
    }
    pop(value);
  }

  private fillBytes(doc: Store, decode: Obj): void {
    const high = (1 << this.bits) - 1;
    this.plain = true;
    for (let c: u32 = 0; c < 3; c++) {
      for (let s = 0; s < 256; s++) {
        const v = decodeValue(doc, decode, this.space, c, <u32>min(s, high), this.bits);
        const byte = <u32>(min(max(v, 0), 1) * 255 + 0.5);
        store<u8>(this.tables + ((<usize>c) << 8) + <usize>s, <u8>byte);
        if (byte != <u32>s) this.plain = false;
      }
    }
  }

  private fillValues(doc: Store, decode: Obj): void {
    const high = (1 << this.bits) - 1;
    for (let c: u32 = 0; c < this.components; c++) {
      for (let s = 0; s < 256; s++) {
        const v = decodeValue(doc, decode, this.space, c, <u32>min(s, high), this.bits);
        store<f32>(this.tables + ((((<usize>c) << 8) + <usize>s) << 2), <f32>(this.mode == Mode.Cmyk ? min(max(v, 0), 1) : v));
      }
    }
  }

  /** Whether samples of 8 bits go through the space's own ranges. */
  private isPlain(): bool {
    for (let c: u32 = 0; c < this.components; c++) {
      const table = this.tables + ((<usize>c) << 10);
      if (load<f32>(table) != <f32>minOf(this.space, c) || load<f32>(table, 255 << 2) != <f32>maxOf(this.space, c)) return false;
    }
    return true;
  }

  /** `width` pixels as RGBA, from width × step bytes. 8 bytes behind `from` must be readable. */
  toRgba(from: usize, to: usize, width: u32): void {
    if (this.mode == Mode.Table)
      for (let i: usize = 0; i < <usize>width; i++) store<u32>(to + (i << 2), load<u32>(this.tables + ((<usize>load<u8>(from + i)) << 2)));
    else if (this.mode == Mode.Rgb) this.fromRgb(from, to, width);
    else if (this.mode == Mode.Grid) gridRow(this.grid, this.components, from, this.step, to, width);
    else if (this.mode == Mode.Cmyk) cmykRow(this.corners, this.tables, from, to, width);
    else this.fromAny(from, to, width);
    if (this.keys) this.maskOut(from, to, width);
  }

  /** `width` bytes of gray; only where `isGray`. */
  toGray(from: usize, to: usize, width: u32): void {
    for (let i: usize = 0; i < <usize>width; i++) store<u8>(to + i, load<u8>(this.tables + ((<usize>load<u8>(from + i)) << 2)));
  }

  private fromRgb(from: usize, to: usize, width: u32): void {
    const end = to + ((<usize>width) << 2);
    const step = <usize>this.step;
    if (this.plain) {
      if (step == 4) memory.copy(to, from, (<usize>width) << 2);
      else for (; to < end; to += 4, from += step) store<u32>(to, load<u32>(from) | ALPHA);
      return;
    }
    const red = this.tables;
    for (; to < end; to += 4, from += step) {
      const r = <u32>load<u8>(red + <usize>load<u8>(from));
      const g = <u32>load<u8>(red + <usize>load<u8>(from, 1), 256);
      const b = <u32>load<u8>(red + <usize>load<u8>(from, 2), 512);
      store<u32>(to, r | (g << 8) | (b << 16) | ALPHA);
    }
  }

  private fromAny(from: usize, to: usize, width: u32): void {
    const n = <usize>this.components;
    const values = push(MAX_COMPONENTS * 4);
    memory.fill(values, 0, MAX_COMPONENTS * 4);
    const shift = <u64>(n < 8 ? 64 - 8 * n : 0);
    let last: usize = 0; // address of the pixel before
    let color: u32 = 0;
    for (let i: u32 = 0; i < width; i++, from += <usize>this.step, to += 4) {
      if (last && memory.compare(last, from, n) == 0) {
        store<u32>(to, color);
        continue;
      }
      last = from;
      const key = (load<u64>(from) << shift) >> shift;
      const known = changetype<KnownColor>(this.memo + <usize>((key * 0x9e3779b97f4a7c15) >> 52) * offsetof<KnownColor>());
      if (n <= 8 && known.key == key && known.isSet) {
        color = known.color;
      } else {
        for (let c: usize = 0; c < n; c++)
          store<f32>(values + (c << 2), load<f32>(this.tables + (((c << 8) + <usize>load<u8>(from + c)) << 2)));
        color = (toRgb(this.space, values) & 0xffffff) | ALPHA;
        known.key = key;
        known.color = color;
        known.isSet = true;
      }
      store<u32>(to, color);
    }
    pop(values);
  }

  /** Makes pixels transparent whose samples are all within the key's ranges. */
  private maskOut(from: usize, to: usize, width: u32): void {
    const n = <usize>this.components;
    for (let i: u32 = 0; i < width; i++, from += <usize>this.step, to += 4) {
      let masked = true;
      for (let c: usize = 0; masked && c < n; c++) {
        const s = load<u8>(from + c);
        masked = s >= load<u8>(this.keys + (c << 1)) && s <= load<u8>(this.keys + (c << 1), 1);
      }
      if (masked) store<u32>(to, 0);
    }
  }
}

/** A sample's value by /Decode, or by the colour space's default (table 88). */
function decodeValue(doc: Store, decode: Obj, space: ColorSpace, component: u32, sample: u32, bits: u32): f64 {
  const high = <f64>((1 << bits) - 1);
  let least = minOf(space, component);
  let most = space.kind == SpaceKind.Indexed ? high : maxOf(space, component);
  if (kindOf(decode) == Kind.Array && lengthOf(decode) >= 2 * space.components) {
    least = numberOf(at(doc, decode, 2 * component), least);
    most = numberOf(at(doc, decode, 2 * component + 1), most);
  }
  return least + (<f64>sample * (most - least)) / high;
}
