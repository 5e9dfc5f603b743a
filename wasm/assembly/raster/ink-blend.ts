import { Blend } from '../display/paint';
import { alloc, free } from '../memory/heap';
import { blendRow } from './blend';
import { Inks } from './inks';
import { CHUNK_BYTES } from './chunk';
import { Store } from '../syntax/store';
import { alphas, div255, premultiply, unpremultiply } from './spans';

/**
 * Blend modes in groups whose colour space is CMYK. ISO 32000-2, 11.3.4: the components of a subtractive space are complemented,
 * blended, and complemented again; 11.3.5.3: modes that look at all components take cyan, magenta and yellow for three of them,
 * and black from the backdrop, or from the source for Luminosity. So it does what these modes do with a gray, and four
 * inks are blended as two pictures: the complements of cyan, magenta and yellow, and that of black.
 *
 * Pixels are red, green and blue, and stay so: their inks are told by their colours (inks.ts). What a colour has that no inks
 * make (screens show more than paper) changes as it would without inks: by the difference of blending the two colours themselves
 * and blending what their inks look like. So a source that changes nothing leaves every colour as it is.
 */
@unmanaged
export class InkBlender {
  inks: Inks;
  /** Rows of a chunk of pixels, see `row`. */
  private rows: usize;

  /** Null when memory is out. */
  static create(doc: Store): InkBlender | null {
    const inks = Inks.create(doc);
    const p = alloc(offsetof<InkBlender>());
    const rows = alloc(<usize>Row.Count * CHUNK_BYTES);
    if (!inks || !p || !rows) {
      free(changetype<usize>(inks));
      free(p);
      free(rows);
      return null;
    }
    const blender = changetype<InkBlender>(p);
    blender.inks = inks;
    blender.rows = rows;
    return blender;
  }

  /** As `blendRow`, for a chunk of pixels at most. */
  blend(mode: Blend, source: usize, backdrop: usize, n: i32): void {
    const count = this.open(source, backdrop, n);
    this.inks.doc.fuel -= <i64>(count >> 2);
    blendRow(mode, this.row(Row.Source), this.row(Row.Backdrop), count);
    blendRow(mode, this.row(Row.SourceLook), this.row(Row.BackdropLook), count);
    blendRow(mode, this.row(Row.SourceInks), this.row(Row.BackdropInks), count);
    blendRow(mode, this.row(Row.SourceBlack), this.row(Row.BackdropBlack), count);
    this.mix(count);
    // The rows have no pixel twice that lies beside itself.
    let at = this.row(Row.Source) - 4;
    let s: u32 = 0;
    let d: u32 = 0;
    for (let i: usize = 0; i < (<usize>n) << 2; i += 4) {
      const pixel = load<u32>(source + i);
      const behind = load<u32>(backdrop + i);
      if (!i || pixel != s || behind != d) at += 4;
      s = pixel;
      d = behind;
      store<u32>(source + i, load<u32>(at));
    }
  }

  // @ts-ignore: decorator
  @inline private row(row: Row): usize {
    return this.rows + <usize>row * CHUNK_BYTES;
  }

  /** Fills the rows; how many pixels there are that differ from the one before. */
  private open(source: usize, backdrop: usize, n: i32): i32 {
    let to: usize = 0;
    let s: u32 = 0;
    let d: u32 = 0;
    for (let i: usize = 0; i < (<usize>n) << 2; i += 4) {
      const pixel = load<u32>(source + i);
      const behind = load<u32>(backdrop + i);
      if (i && pixel == s && behind == d) continue;
      s = pixel;
      d = behind;
      this.split(Row.Source, pixel, to);
      this.split(Row.Backdrop, behind, to);
      to += 4;
    }
    return <i32>(to >> 2);
  }

  /** Puts a pixel into the row `first`, and what its inks look like, the complements of its inks and that of its black into those behind it. */
  private split(first: Row, pixel: u32, at: usize): void {
    const alpha = pixel >>> 24;
    const found = this.inks.find(unpremultiply(pixel) & 0xffffff);
    const inks = ~found.inks;
    const look = found.look & 0xffffff;
    const p = this.row(first) + at;
    store<u32>(p, pixel);
    store<u32>(p + CHUNK_BYTES, premultiply(look, alpha));
    store<u32>(p + 2 * CHUNK_BYTES, premultiply(inks & 0xffffff, alpha));
    store<u32>(p + 3 * CHUNK_BYTES, premultiply((inks >>> 24) * 0x010101, alpha));
  }

  /** Makes pixels of the blended rows, into the first. */
  private mix(count: i32): void {
    const end = (<usize>count) << 2;
    const inks = this.row(Row.SourceInks);
    const black = this.row(Row.SourceBlack);
    for (let i: usize = 0; i < end; i += 4) {
      const color = unpremultiply(load<u32>(inks + i)) & 0xffffff;
      store<u32>(inks + i, ~(color | (unpremultiply(load<u32>(black + i)) << 24)));
    }
    this.inks.look(inks, inks, count);
    for (let i: usize = 0; i < end; i += 16) {
      const plain = v128.load(this.row(Row.Source) + i);
      const look = v128.load(this.row(Row.SourceLook) + i);
      const a = alphas(plain);
      const v = v128.load(inks + i);
      const low = div255(i16x8.mul(i16x8.extend_low_i8x16_u(v), i16x8.extend_low_i8x16_u(a)));
      const high = div255(i16x8.mul(i16x8.extend_high_i8x16_u(v), i16x8.extend_high_i8x16_u(a)));
      const mixed = i8x16.narrow_i16x8_u(low, high);
      const more = i8x16.add_sat_u(mixed, i8x16.sub_sat_u(plain, look));
      v128.store(this.row(Row.Source) + i, i8x16.min_u(i8x16.sub_sat_u(more, i8x16.sub_sat_u(look, plain)), a));
    }
  }
}

const enum Row {
  Source = 0,
  SourceLook = 1,
  SourceInks = 2,
  SourceBlack = 3,
  Backdrop = 4,
  BackdropLook = 5,
  BackdropInks = 6,
  BackdropBlack = 7,
  Count = 8,
}
