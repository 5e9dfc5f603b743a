import { Blend } from '../display/paint';
import { scale255, unpremultiply } from './spans';

/**
 * Compositing with a blend mode, one pixel at a time. ISO 32000-2, 11.3.5 (the functions) and 11.3.6 (the formula):
 * with plain colours, the source's part of the result is (1 - αb)·Cs + αb·B(Cb, Cs). Colours are f32 from 0 to 1.
 */

// @ts-ignore: decorator
@inline function channel(pixel: u32, shift: u32): f32 {
  return <f32>((pixel >> shift) & 255) * <f32>(1.0 / 255.0);
}

/** B(Cb, Cs) of the separable modes (table 134). */
function separable(mode: Blend, b: f32, s: f32): f32 {
  switch (mode) {
    case Blend.Multiply:
      return b * s;
    case Blend.Screen:
      return b + s - b * s;
    case Blend.Overlay:
      return b <= 0.5 ? 2 * b * s : 1 - 2 * (1 - b) * (1 - s);
    case Blend.Darken:
      return min(b, s);
    case Blend.Lighten:
      return max(b, s);
    case Blend.ColorDodge:
      return b <= 0 ? 0 : s >= 1 ? 1 : min<f32>(1, b / (1 - s));
    case Blend.ColorBurn:
      return b >= 1 ? 1 : s <= 0 ? 0 : 1 - min<f32>(1, (1 - b) / s);
    case Blend.HardLight:
      return s <= 0.5 ? 2 * b * s : 1 - 2 * (1 - b) * (1 - s);
    case Blend.SoftLight: {
      if (s <= 0.5) return b - (1 - 2 * s) * b * (1 - b);
      const d: f32 = b <= 0.25 ? ((16 * b - 12) * b + 4) * b : sqrt<f32>(b);
      return b + (2 * s - 1) * (d - b);
    }
    case Blend.Difference:
      return abs(b - s);
    case Blend.Exclusion:
      return b + s - 2 * b * s;
    default:
      return s;
  }
}

// @ts-ignore: decorator
@inline function lum(r: f32, g: f32, b: f32): f32 {
  return 0.3 * r + 0.59 * g + 0.11 * b;
}

// @ts-ignore: decorator
@inline function byte(v: f32): u32 {
  return <u32>min<f32>(max<f32>(v, 0) * 255 + 0.5, 255);
}

// @ts-ignore: decorator
@inline function pack(r: f32, g: f32, b: f32): u32 {
  return byte(r) | (byte(g) << 8) | (byte(b) << 16);
}

/** SetLum with ClipColor (11.3.5.3): the colour moved to luminosity `l` and drawn back into the gamut. */
function withLum(r: f32, g: f32, b: f32, l: f32): u32 {
  const d = l - lum(r, g, b);
  r += d;
  g += d;
  b += d;
  const n = min(r, min(g, b));
  const x = max(r, max(g, b));
  if (n < 0 && l > n) {
    const k = l / (l - n);
    r = l + (r - l) * k;
    g = l + (g - l) * k;
    b = l + (b - l) * k;
  }
  if (x > 1 && x > l) {
    const k: f32 = (<f32>1 - l) / (x - l);
    r = l + (r - l) * k;
    g = l + (g - l) * k;
    b = l + (b - l) * k;
  }
  return pack(r, g, b);
}

// @ts-ignore: decorator
@inline function sat(r: f32, g: f32, b: f32): f32 {
  return max(r, max(g, b)) - min(r, min(g, b));
}

/** B(Cb, Cs) of the modes that look at all three channels (table 135); 0x00BBGGRR. */
function nonSeparable(mode: Blend, backdrop: u32, source: u32): u32 {
  const br = channel(backdrop, 0);
  const bg = channel(backdrop, 8);
  const bb = channel(backdrop, 16);
  const sr = channel(source, 0);
  const sg = channel(source, 8);
  const sb = channel(source, 16);
  if (mode == Blend.Color) return withLum(sr, sg, sb, lum(br, bg, bb));
  if (mode == Blend.Luminosity) return withLum(br, bg, bb, lum(sr, sg, sb));
  // Hue: the source's hue with the backdrop's saturation; Saturation: the other way round. SetSat is linear.
  const hue = mode == Blend.Hue;
  const r = hue ? sr : br;
  const g = hue ? sg : bg;
  const b = hue ? sb : bb;
  const want = hue ? sat(br, bg, bb) : sat(sr, sg, sb);
  const have = sat(r, g, b);
  const k: f32 = have > 0 ? want / have : 0;
  const least = min(r, min(g, b));
  return withLum((r - least) * k, (g - least) * k, (b - least) * k, lum(br, bg, bb));
}

/** B(Cb, Cs) for plain colours 0x00BBGGRR. */
export function blendColors(mode: Blend, backdrop: u32, source: u32): u32 {
  if (mode == Blend.Normal) return source & 0xffffff;
  if (mode >= Blend.Hue) return nonSeparable(mode, backdrop, source);
  return pack(
    separable(mode, channel(backdrop, 0), channel(source, 0)),
    separable(mode, channel(backdrop, 8), channel(source, 8)),
    separable(mode, channel(backdrop, 16), channel(source, 16)),
  );
}

/** One channel of: (1 - αb)·Cs + αb·B, times the source's alpha. */
// @ts-ignore: decorator
@inline function effective(shift: u32, source: u32, mixed: u32, backdropAlpha: u32, alpha: u32): u32 {
  const s = (source >> shift) & 255;
  const m = (mixed >> shift) & 255;
  return scale255(scale255(s * (255 - backdropAlpha) + m * backdropAlpha) * alpha) << shift;
}

/**
 * The premultiplied pixel that, painted normally, gives what `source` (premultiplied) gives on `backdrop`
 * (premultiplied) in this mode.
 */
export function blended(mode: Blend, source: u32, backdrop: u32): u32 {
  const alpha = source >>> 24;
  const backdropAlpha = backdrop >>> 24;
  if (!backdropAlpha || !alpha) return source;
  const plain = unpremultiply(source);
  const mixed = blendColors(mode, unpremultiply(backdrop), plain);
  return (
    effective(0, plain, mixed, backdropAlpha, alpha) |
    effective(8, plain, mixed, backdropAlpha, alpha) |
    effective(16, plain, mixed, backdropAlpha, alpha) |
    (alpha << 24)
  );
}
