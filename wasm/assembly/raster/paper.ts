import { Canvas } from './canvas';
import { overPixel } from './painter';

/**
 * Paper under a page. The page's own contents are an isolated group, which sees no paper; that group is then composited with it
 * (ISO 32000-2, 11.4.7). Annotations are painted on the finished page (12.5.5), so their blend modes see the paper, as in
 * PDFium, MuPDF and pdf.js: a yellow mark with Difference is blue.
 */

/** Puts the canvas's paper under what has been drawn, unless that is done. */
export function layPaper(canvas: Canvas): void {
  const paper = canvas.paper;
  const target = canvas.target;
  if (!paper || canvas.group) return;
  canvas.paper = 0;
  putUnder(target.pixels, paper, target.width * (target.y1 - target.y0));
}

/** Puts a premultiplied colour under pixels. */
export function putUnder(pixels: usize, color: u32, count: i32): void {
  const end = pixels + ((<usize>count) << 2);
  let p = pixels;
  for (; p + 16 <= end; p += 16) {
    const four = v128.load(p);
    // Most of a page has nothing on it, and most of the rest is covered.
    if (!v128.any_true(four)) v128.store(p, i32x4.splat(color));
    else if (!i32x4.all_true(i32x4.ge_u(four, i32x4.splat(0xff000000)))) for (let i: usize = 0; i < 16; i += 4) putUnderOne(p + i, color);
  }
  for (; p < end; p += 4) putUnderOne(p, color);
}

// @ts-ignore: decorator
@inline function putUnderOne(p: usize, color: u32): void {
  const v = load<u32>(p);
  if (v >>> 24 != 255) store<u32>(p, overPixel(v, color));
}
