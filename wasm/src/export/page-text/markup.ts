import type { Face } from '../fonts/face.js';
import { SPECIAL_FEATURES } from '../fonts/faces.js';
import { ASCENT, DESCENT, SPACE_ADVANCE, UNITS_PER_EM } from '../fonts/opentype.js';
import { escapeXml, matrixOf, short } from '../markup.js';
import { Gap } from './letters.js';
import type { Reach } from './reach.js';
import { gapBehind, placed, type Line, type Paragraph, type ShownLetter, type Spacing } from './lines.js';
import { scriptOf } from './scripts.js';

/**
 * Paragraphs as HTML inside the page's SVG. Each is a `<p>` of no width, so that its lines wrap where the PDF's do, at the
 * only places where they may: it is one text for the browser's find. The `<math>` at the start of a line has it copied with
 * a line break in front, which `<br>` would do as well, but find goes over no `<br>`. Its font is of no size, so that lines
 * are as high as is said, and each line's baseline is in the middle.
 *
 * A line is one `<span>`. The spaces in it are as wide as most of its gaps, its letters are kerned by the font; only what
 * still stands elsewhere has a place of its own. A line with words from right to left is placed as it is written: what browsers
 * would put in another order, as they do with digits of the Arabic script, is kept from it.
 */

/**
 * CSS pixels a point in here: 16 for one outside, so that whole numbers place text finely, however browsers round. A power of
 * two, since Chromium draws letters at sizes that are rounded, by steps of 1/1024 of the scale that they are shown at (Skia's
 * `sk_relax`): what is scaled by a hundredth is up to 3 % too large or too small.
 */
export const SCALE = (16 * 4) / 3;
/** How far from its place a letter may be drawn: in its size, and in points. */
const DRIFT = 0.012;
const FARTHEST = 0.1;
/** Further than this, in units, letters are moved, not kerned. */
const MOST_KERNING = 200;
/** Kerning is told by steps of so many units. */
const KERNING_STEP = 2;
/** Points: a multiple of 3/4, which is whole in pixels. */
const EDGE_STEP = 1.5;
/** Brackets, which browsers mirror in text from right to left. */
const MIRRORED = /[()[\]{}<>«»‹›]/;

export const TEXT_STYLE = `
foreignObject{width:1px;height:1px;overflow:visible;transform:scale(${1 / SCALE})}
.page p{margin:0;width:0;font-size:0;font-weight:400;text-align:left;white-space:normal}
.page p *{line-height:0}
.page p span{white-space:pre;font-kerning:normal;font-variant-ligatures:none;text-rendering:geometricPrecision;-webkit-text-size-adjust:none;text-size-adjust:none}
.page .r{direction:rtl;unicode-bidi:isolate-override;font-feature-settings:${SPECIAL_FEATURES.r!}}
.page .n{font-feature-settings:${SPECIAL_FEATURES.n!}}
.page .o{unicode-bidi:bidi-override}
`;

/** Has the faces say how they kern what stands in some lines, which are written next. */
export function decideKerning(lines: readonly Line[]): void {
  const faces = new Set<Face>();
  for (const { letters, spacing } of lines) {
    let a = letters[0]!;
    faces.add(a.face);
    for (let i = 1; i < letters.length; i++) {
      const b = letters[i]!;
      if (b.face !== a.face) faces.add(b.face);
      if (b.gap === Gap.None && looksLike(a, b) && !isMirroring(a) && !isMirroring(b)) {
        const units = gapBehind(a, b) - (spacing.letters / a.size) * UNITS_PER_EM;
        if (Math.abs(units) <= MOST_KERNING) a.face.vote(a.text, b.text, Math.round(units / KERNING_STEP) * KERNING_STEP);
      }
      a = b;
    }
  }
  for (const face of faces) face.decide();
}

/** A paragraph as SVG. */
export function paragraphElements({ lines }: Paragraph, reach: Reach | null = null): string {
  let out = '';
  for (let from = 0; from < lines.length;) {
    const { markup, count } = block(lines.slice(from), reach, from === 0);
    out += markup;
    from += count;
  }
  return out;
}

/** As many of some lines as one `<p>` can hold. `isFirst`: they begin the paragraph. */
function block(lines: readonly Line[], reach: Reach | null, isFirst: boolean): { markup: string; count: number } {
  const first = lines[0]!;
  // From the first one, which is where it is.
  const baselines = lines.map(({ baseline }) => px(baseline - first.baseline));
  const steps = baselines.slice(1).map((y, i) => y - baselines[i]!);
  const leading = 2 * Math.floor((steps.length ? Math.min(...steps) : px(first.size)) / 2);
  const reaches = lines.map((line) => reachOf(line, leading / 2));
  let count = 1;
  while (count < lines.length && reaches[count]!.up <= steps[count - 1]! - leading / 2 && reaches[count - 1]!.down <= leading / 2) count++;
  const held = lines.slice(0, count);
  const left = Math.min(...held.map(({ start }) => start));
  const face = first.letters[0]!.face;
  const top = tenth(first.baseline) - reaches[0]!.up;
  let spans = '';
  for (let i = 0; i < held.length; i++) {
    const line = held[i]!;
    const rise = i === 0 ? null : steps[i - 1]! - leading / 2;
    // A word that is divided goes on: it is copied as one, but may be broken here.
    const goesOn = rise !== null && rise <= leading / 2 && line.letters[0]!.gap === Gap.None;
    spans += (goesOn ? '<wbr>' : i ? '\n' : '') + lineSpan(line, left, face, goesOn ? null : rise, leading / 2);
  }
  const over = reach && isFirst ? step(reach.above) : 0;
  const under = reach && count === lines.length ? step(reach.below) : 0;
  const before = reach ? step(left - reach.left) : 0;
  const behind = reach ? step(reach.right - left) : 0;
  const padding = reach
    ? `;padding:${over && `${over}px`} ${behind && `${behind}px`} ${under && `${under}px`} ${before && `${before}px`}`
    : '';
  const place =
    first.frame === ''
      ? `x="${px(left) - before}" y="${short(top - over)}"`
      : `style="transform:${matrixOf(placed(first.plane, left, top / SCALE, 1 / SCALE)).replaceAll(' ', ',')}"`;
  return {
    markup: `<foreignObject ${place}><p class="${face.name}" style="line-height:${leading}px${padding}">${spans}</p></foreignObject>\n`,
    count,
  };
}

/** How far a line box reaches over and under its baseline, in pixels. */
function reachOf({ letters, baseline }: Line, half: number): { up: number; down: number } {
  let [up, down] = [half, half];
  let last: ShownLetter | null = null;
  for (const shown of letters) {
    if (last && shown.size === last.size && shown.v === last.v) continue;
    last = shown;
    // The box of a span without line height is a line half of its font's height over the descent (CSS 2.2, 10.8.1).
    const pixels = fine(shown.size);
    const ascent = Math.round(ASCENT * pixels);
    const middle = px(baseline - shown.v) + ascent + Math.floor(-(ascent + Math.round(DESCENT * pixels)) / 2);
    up = Math.max(up, middle);
    down = Math.max(down, -middle);
  }
  return { up, down };
}

/** `rise`: how far the line's baseline is under the line box before; null: the first line. */
function lineSpan(line: Line, left: number, outer: Face, rise: number | null, half: number): string {
  const { letters, spacing } = line;
  const main = letters.find(({ size, v }) => size === line.size && v === line.baseline) ?? letters[0]!;
  const writer = new LineWriter(main, spacing, line.start);
  const isMixed = letters.some(({ rightToLeft }) => rightToLeft);
  if (isMixed) for (const piece of pieces(letters)) writer.add(piece.letters, piece.fromRight);
  else for (const shown of letters) writer.addOne(shown);
  const style = [
    `font-size:${fine(main.size)}px`,
    main.style,
    px(line.start - left) ? `margin-left:${px(line.start - left)}px` : '',
    spacing.words ? `word-spacing:${tenth(spacing.words)}px` : '',
    spacing.letters ? `letter-spacing:${fine(spacing.letters)}px` : '',
  ];
  const start = rise === null ? '' : `<math><mspace${rise > half ? ` height="${rise}px"` : ''}/></math>`;
  const names = [main.face === outer ? '' : main.face.name, isMixed ? 'o' : ''].filter(Boolean).join(' ');
  return `<span${names && ` class="${names}"`} style="${style.filter(Boolean).join(';')}">${start}${writer.done()}</span>`;
}

/** Letters that are placed as one: a letter, or a word's letters that run from right to left. */
interface Piece {
  letters: ShownLetter[];
  fromRight: boolean;
}

function pieces(letters: readonly ShownLetter[]): Piece[] {
  const out: Piece[] = [];
  for (const shown of letters) {
    const last = out[out.length - 1];
    const fromRight = shown.rightToLeft && !isMirroring(shown);
    if (fromRight && last?.fromRight && shown.gap === Gap.None) {
      const before = last.letters[last.letters.length - 1]!;
      const off = before.u - widthOf(shown) - shown.u;
      if (looksLike(before, shown) && Math.abs(off) < toleranceOf(shown)) {
        last.letters.push(shown);
        continue;
      }
    }
    out.push({ letters: [shown], fromRight });
  }
  return out;
}

/** Writes a line from left to right, or wherever its letters are. */
class LineWriter {
  private out = '';
  /** The look of the `<span>` that is open inside the line's; null: none is. */
  private inner = false;
  /** Whether that has features of its own, so that browsers form no ligatures over its edges. */
  private isApart = false;
  private last: ShownLetter | null = null;
  /** Of what has been written last; '': any. */
  private script = '';
  /** Where the next letter would stand, in points. */
  private pen: number;

  constructor(
    private readonly main: ShownLetter,
    private readonly spacing: Spacing,
    start: number,
  ) {
    this.pen = start;
  }

  /** Letters of a piece. */
  add(letters: readonly ShownLetter[], fromRight: boolean): void {
    const first = letters[0]!;
    const leftmost = letters[letters.length - 1]!;
    this.place(first, leftmost.u, fromRight);
    for (const shown of letters) this.put(shown);
    if (fromRight) this.close();
    // Whatever comes behind text from the right has a place of its own.
    this.last = fromRight ? { ...leftmost, style: '\0' } : first;
  }

  /** A letter that is a piece by itself, from the left. */
  addOne(shown: ShownLetter): void {
    this.place(shown, shown.u, false);
    this.put(shown);
    this.last = shown;
  }

  /** Goes to a piece that begins at `u`. */
  private place(first: ShownLetter, u: number, fromRight: boolean): void {
    const before = this.last;
    const isApart = first.gap !== Gap.None;
    if (before && isApart) {
      this.out += ' ';
      this.pen += (SPACE_ADVANCE / UNITS_PER_EM) * before.size + this.spacing.letters + this.spacing.words;
    }
    const joins = before !== null && !isApart && before.face === first.face && first.face.wouldJoin(before.text, first.text);
    const goesOn = before !== null && !joins && !fromRight && looksLike(before, first);
    const script = scriptOf(first.text) || this.script;
    const isKerned = goesOn && !isApart && (script === this.script || !this.script);
    this.script = script;
    const kerning = isKerned ? (before.face.kern(before.text, first.text) / UNITS_PER_EM) * before.size : 0;
    const continues = goesOn && Math.abs(u - this.pen - kerning) <= toleranceOf(first);
    const begins = before === null && !fromRight && looksLike(first, this.main) && Math.abs(u - this.pen) <= toleranceOf(first);
    if (continues || begins) this.pen += kerning;
    else this.open(first, u - this.pen, fromRight, joins);
  }

  private put(shown: ShownLetter): void {
    this.out += escapeXml(shown.text);
    this.pen += widthOf(shown) + this.spacing.letters;
  }

  done(): string {
    this.close();
    return this.out;
  }

  private open(shown: ShownLetter, step: number, fromRight: boolean, apart: boolean): void {
    this.close();
    const { main } = this;
    const isApart = apart && !this.isApart;
    this.isApart = isApart;
    const special = [fromRight ? 'r' : '', isApart ? 'n' : ''].filter(Boolean);
    // An alternate's own features hold together with the special ones where both classes are there.
    for (const name of special) shown.face.special.add(name);
    const isNamed = shown.face !== main.face || (special.length > 0 && shown.face.index > 0);
    const names = [isNamed ? shown.face.name : '', ...special].filter(Boolean).join(' ');
    const raise = px(main.v - shown.v);
    const style = [
      shown.size === main.size ? '' : `font-size:${fine(shown.size)}px`,
      shown.style === main.style ? '' : shown.style || PLAIN,
      raise ? `vertical-align:${raise}px` : '',
      px(step) ? `margin-left:${px(step)}px` : '',
    ];
    const css = style.filter(Boolean).join(';');
    this.pen += px(step) / SCALE;
    if (!names && !css) return;
    this.out += `<span${names && ` class="${names}"`}${css && ` style="${css}"`}>`;
    this.inner = true;
  }

  private close(): void {
    if (this.inner) this.out += '</span>';
    this.inner = false;
  }
}

/** What letters look like that have no style. */
const PLAIN = 'color:#000;-webkit-text-stroke:0';

function looksLike(a: ShownLetter, b: ShownLetter): boolean {
  return a.face === b.face && a.size === b.size && a.style === b.style && Math.abs(a.v - b.v) < 0.005;
}

function isMirroring({ rightToLeft, text }: ShownLetter): boolean {
  return rightToLeft && MIRRORED.test(text);
}

function widthOf({ advance, size }: ShownLetter): number {
  return (advance / UNITS_PER_EM) * size;
}

function toleranceOf({ size }: ShownLetter): number {
  return Math.min(DRIFT * size, FARTHEST);
}

function px(points: number): number {
  return Math.round(points * SCALE);
}

/** Of edges that nobody sees: by steps that take few characters. */
function step(points: number): number {
  return Math.max(0, Math.floor(points / EDGE_STEP) * EDGE_STEP * SCALE);
}

/** Of spaces, of which a line has some. */
function tenth(points: number): number {
  return Math.round(points * SCALE * 10) / 10;
}

/** Of sizes and of the space between letters, of which a line has many. */
export function fine(points: number): number {
  return Math.round(points * SCALE * 100) / 100;
}
