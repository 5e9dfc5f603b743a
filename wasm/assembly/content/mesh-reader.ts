import { MAX_VALUES } from '../color/function';
import { colorAt, ShadingColors } from '../color/shading-colors';
import { pop, push } from '../memory/stack';
import { addColor, MeshColors } from './mesh-colors';

/** What a mesh's triangles or patches may take. */
export const MAX_BYTES: u32 = 18 << 20;

/** Reads the bits of a mesh's stream. */
@unmanaged
export class MeshReader {
  data: usize;
  bits: u64;
  position: u64;
  coordinateBits: u32;
  componentBits: u32;
  flagBits: u32;
  /** Values of a colour: its components, or one for the function. */
  components: u32;
  /** f64 × (4 + 2 × components): xmin xmax ymin ymax c1min … */
  decode: usize;
  colors: ShadingColors;
  /** Colours that are interpolated in their own space; null: in RGB, or by the function's variable. */
  own: MeshColors | null;

  // @ts-ignore: decorator
  @inline get hasMore(): bool {
    return this.position + <u64>this.coordinateBits * 2 <= this.bits;
  }

  take(n: u32): u32 {
    if (!n || this.position + <u64>n > this.bits) {
      this.position += n;
      return 0;
    }
    const word = bswap<u64>(load<u64>(this.data + <usize>(this.position >> 3)));
    const value = (word << (this.position & 7)) >> (<u64>(64 - n));
    this.position += n;
    return <u32>value;
  }

  align(): void {
    this.position = (this.position + 7) & ~7;
  }

  private decoded(n: u32, i: usize): f64 {
    const low = load<f64>(this.decode + (i << 4));
    const high = load<f64>(this.decode + (i << 4), 8);
    return low + (<f64>this.take(n) * (high - low)) / <f64>(((<u64>1) << n) - 1);
  }

  point(out: usize): void {
    store<f32>(out, <f32>this.decoded(this.coordinateBits, 0));
    store<f32>(out, <f32>this.decoded(this.coordinateBits, 1), 4);
  }

  /** A colour as a vertex holds it. */
  color(): u32 {
    const input = push(<usize>MAX_VALUES * 8);
    memory.fill(input, 0, <usize>MAX_VALUES * 8);
    for (let i: u32 = 0; i < this.components; i++) store<f64>(input + ((<usize>i) << 3), this.decoded(this.componentBits, <usize>i + 2));
    const own = this.own;
    const color = own ? addColor(own, input) : this.colors.function ? this.variable(load<f64>(input)) : colorAt(this.colors, input);
    pop(input);
    return color;
  }

  private variable(t: f64): u32 {
    const low = load<f64>(this.decode, 32);
    const high = load<f64>(this.decode, 40);
    return reinterpret<u32>(<f32>(high == low ? 0 : (t - low) / (high - low)));
  }
}
