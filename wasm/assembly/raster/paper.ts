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
  for (let p = pixels, end = pixels + ((<usize>count) << 2); p < end; p += 4) {
    const v = load<u32>(p);
    if (v >>> 24 != 255) store<u32>(p, overPixel(v, color));
  }
}
