import { Buffer, Verb, Word as Record, WordFlag } from '../abi.js';
import type { DocumentCore } from '../core.js';
import { boxOfPoints, grown, meet, meeting } from '../export/boxes.js';
import type { Matrix, Outlines } from '../export/list-reader.js';
import { ShapeReader, type Shape } from '../export/shapes.js';
import { ClipBoxes } from './clip-boxes.js';
import { CLIPPED, markHidden, type Clipped } from './hidden.js';
import type { Link } from '../types.js';
import type { Box } from './tree.js';
import { isLegible, legible } from './unnamed-letters.js';

/** What a page shows, before anybody has asked what it means: words, rules, filled areas and images. */

/** A piece of text without a space in it, in one font. A record of `assembly/text/words.ts`. */
export interface Word {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  /** These four as spans tell them; null where nobody asks for the words of spans. */
  box: Box | null;
  /** The start of its baseline. */
  x: number;
  y: number;
  size: number;
  text: string;
  font: number;
  /** Its name, without the mark of a subset. */
  fontName: string;
  bold: boolean;
  italic: boolean;
  fixedPitch: boolean;
  color: number;
  /** Words with one number are in one font, size, weight, slant and colour, and on one baseline. Others may be so, too. */
  look: number;
  /** No space separates it from the word before. */
  glued: boolean;
  /** The engine began a new line with it. */
  startsLine: boolean;
  artifact: boolean;
  rightToLeft: boolean;
  /** Quarter turns, clockwise, by which its writing is turned: what is written from the top down runs as if it were turned by one. */
  turn: 0 | 1 | 2 | 3;
  /** It is written from the top down, its letters upright (WMode 1; ISO 32000-2, 9.7.4.3). */
  vertical: boolean;
  /** -1: it is in no marked content, or in none that has a number. */
  mcid: number;
  /** Object number of the form that the number is of, 0: the page; without a number, of the field or free text that the word is written in. */
  form: number;
  /** Its place among the drawings: what has a higher one lies above it. */
  at: number;
  /** Nothing of it is painted. */
  invisible: boolean;
  /** Nobody sees it, though it is no text layer of a scan: see `hidden.ts`. */
  hidden: boolean;
  /** A web address, or `#page-N`. */
  link: string | undefined;
  /** BCP 47, where its author says it of a passage. */
  language: string | undefined;
}

/** A straight rule or the side of a filled box, along one axis. */
export interface Rule {
  horizontal: boolean;
  /** Where it lies across its direction. */
  at: number;
  from: number;
  to: number;
}

export interface PageContent {
  page: number;
  width: number;
  height: number;
  words: Word[];
  rules: Rule[];
  /** Filled boxes that are larger than a rule. */
  fills: Box[];
  images: { box: Box; address: number }[];
  /** Boxes of shapes that are no boxes or rules themselves: curves, slanted lines. */
  drawings: Box[];
  /** What hides text that is below it: images and filled boxes that let nothing through. `color`: of a box; null: many. */
  covers: { box: Box; at: number; color: number | null }[];
  /** A shading is drawn somewhere: its colours are not looked at. */
  hasShading: boolean;
}

/** What is asked of a page, beside its text. */
export interface Asked {
  /** The words of spans, each with its box. */
  words: boolean;
  /** To other documents and places, and to notes. */
  links: boolean;
}

const utf8 = new TextDecoder();
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });

const LOOKS = WordFlag.Bold | WordFlag.Italic | WordFlag.FixedPitch;
/** Code units that are made a string at once. */
const WINDOW = 2048;
/** A filled box thinner than this, in points, is a rule. */
const THIN = 3;
/** A rule shorter than this, in points, is part of a drawing. */
const SHORT = 4;
/** Rules and boxes of a page that are looked at: a map may have a million of them. */
const MOST_SHAPES = 20_000;
/** What is smaller than this, in points, hides no text. */
const LEAST_COVER = 5;
const MOST_COVERS = 500;
/** Boxes of one path that are looked at for what they cover. */
const MOST_PARTS = 64;

/** Reads a page. `list` is its display list's address. */
export function readPageContent(core: DocumentCore, page: number, list: number, { words, links }: Asked): PageContent {
  const { width, height } = core.pageSize(page);
  const content: PageContent = {
    page,
    width,
    height,
    words: readWords(core, page, list, words),
    rules: [],
    fills: [],
    images: [],
    drawings: [],
    covers: [],
    hasShading: false,
  };
  const clipped = readShapes(core, list, content);
  if (links) for (const link of core.links(page)) linkWords(content.words, link);
  markHidden(content, clipped);
  return content;
}

function readWords({ instance, store }: DocumentCore, page: number, list: number, hasBoxes: boolean): Word[] {
  const buffer = instance.exports.pageWords(store, list, page);
  if (!buffer) return [];
  const { view } = instance;
  const units = new Uint16Array(view.buffer);
  const { data, length } = new Buffer(view, buffer);
  const names = new Map<number, string>();
  const nameOf = (font: number, address: number, length: number): string => {
    let name = names.get(font);
    // 9.9.2: six letters and a plus sign say that it is a subset.
    if (name === undefined) names.set(font, (name = utf8.decode(instance.bytes(address, length)).replace(/^[A-Z]{6}\+/, '')));
    return name;
  };
  const floats = new Float32Array(view.buffer);
  const numbers = new Uint32Array(view.buffer);
  // Of each record, where in it a field lies.
  const {
    flags: atFlags,
    x: atX,
    y: atY,
    x0: atX0,
    x1: atX1,
    y0: atY0,
    y1: atY1,
    size: atSize,
    font: atFont,
    color: atColor,
    text: atText,
    ux: atUx,
    uy: atUy,
    textLength: atTextLength,
    fontName: atFontName,
    fontNameLength: atFontNameLength,
    mcid: atMcid,
    form: atForm,
    at: atAt,
  } = Record.at;
  const step = Record.byteLength >> 2;
  const texts = new Texts(units);
  const words: Word[] = [];
  let look = 0;
  let name = '';
  let lastFlags = 0;
  let lastFont = 0;
  let lastColor = 0;
  let lastSize = -1;
  let lastY = 0;
  for (let k = data >> 2, end = k + step * Math.floor(length / Record.byteLength); k < end; k += step) {
    const flags = numbers[k + atFlags]!;
    const x = floats[k + atX]!;
    const y = floats[k + atY]!;
    const x0 = floats[k + atX0]!;
    const x1 = floats[k + atX1]!;
    let y0 = floats[k + atY0]!;
    let y1 = floats[k + atY1]!;
    const size = floats[k + atSize]!;
    const font = numbers[k + atFont]!;
    const color = numbers[k + atColor]!;
    const looks = flags & LOOKS;
    if (font !== lastFont || looks !== lastFlags || color !== lastColor || y !== lastY || size !== lastSize) {
      look++;
      if (font !== lastFont || look === 1) name = nameOf(font, numbers[k + atFontName]!, numbers[k + atFontNameLength]!);
      lastFont = font;
      lastFlags = looks;
      lastColor = color;
      lastY = y;
      lastSize = size;
    }
    const text = numbers[k + atText]! >> 1;
    const turn = turnOf(floats[k + atUx]!, floats[k + atUy]!);
    const startsLine = (flags & WordFlag.Line) !== 0;
    let glued = (flags & WordFlag.Glued) !== 0;
    if (glued && startsLine) {
      // A soft hyphen was between them, which the page shows.
      const before = words.at(-1);
      if (before) before.text += '-';
      glued = false;
    }
    if (turn === 0) {
      // Fonts for formulas say that they reach over several lines.
      const top = y - 1.1 * size;
      const bottom = y + 0.4 * size;
      if (top > y0) y0 = top;
      if (bottom < y1) y1 = bottom;
    }
    words.push({
      x0,
      y0,
      x1,
      y1,
      box: hasBoxes ? [x0, y0, x1, y1] : null,
      x,
      y,
      size,
      text: texts.at(text, numbers[k + atTextLength]!),
      font,
      fontName: name,
      bold: (flags & WordFlag.Bold) !== 0,
      italic: (flags & WordFlag.Italic) !== 0,
      fixedPitch: (flags & WordFlag.FixedPitch) !== 0,
      color,
      look,
      glued,
      startsLine,
      artifact: (flags & WordFlag.Artifact) !== 0,
      rightToLeft: (flags & WordFlag.RightToLeft) !== 0,
      turn,
      vertical: (flags & WordFlag.Vertical) !== 0,
      mcid: numbers[k + atMcid]! | 0,
      form: numbers[k + atForm]!,
      at: numbers[k + atAt]!,
      invisible: (flags & WordFlag.Invisible) !== 0,
      hidden: false,
      link: undefined,
      language: undefined,
    });
  }
  instance.giveBuffer(buffer);
  return words;
}

/** Words in memory that lie behind one another: many of them are made a string at once, looked at, and cut. */
class Texts {
  private from = 0;
  private window = '';
  private isLegible = true;

  constructor(private readonly units: Uint16Array) {}

  /** The code units from `from` on, as they can be read. */
  at(from: number, length: number): string {
    let start = from - this.from;
    if (start < 0 || start + length > this.window.length) {
      this.window = utf16.decode(this.units.subarray(from, from + Math.max(length, WINDOW)));
      this.isLegible = isLegible(this.window);
      this.from = from;
      start = 0;
    }
    const text = this.window.slice(start, start + length);
    return this.isLegible ? text : legible(text);
  }
}

/** Only addresses that are safe to follow, and places in the document. */
function linkWords(words: readonly Word[], { rect: [x0, y0, x1, y1], url, destination }: Link): void {
  const href = url && /^(https?|mailto):/i.test(url) ? url : destination ? `#page-${destination.page + 1}` : undefined;
  if (!href) return;
  for (const word of words) {
    const x = (word.x0 + word.x1) / 2;
    const y = (word.y0 + word.y1) / 2;
    if (x > x0 && x < x1 && y > y0 && y < y1) word.link = href;
  }
}

function turnOf(ux: number, uy: number): Word['turn'] {
  // As most words are.
  if (uy === 0 && ux > 0) return 0;
  if (Math.abs(ux) >= Math.abs(uy)) return ux >= 0 ? 0 : 2;
  return uy > 0 ? 1 : 3;
}

/** Adds what a page shows beside its text; told is what of it clips leave to be seen. */
function readShapes(core: DocumentCore, list: number, content: PageContent): Clipped[] {
  const reader = new ShapeReader(core.instance);
  const outlines = reader.outlines();
  const clips = new ClipBoxes(reader, outlines);
  const shapes = reader.shapes(list);
  for (let i = 0; i < Math.min(shapes.length, MOST_SHAPES); i++) {
    const shape = shapes[i]!;
    if (shape.op === 'image') {
      const box = unitBox(shape.matrix);
      content.images.push({ box, address: shape.image });
      if (shape.covers) addCover(shape, box, clips, content);
    } else if (shape.op === 'stencil') {
      const box = unitBox(shape.matrix);
      if (!addRule(content.rules, box)) content.images.push({ box, address: shape.image });
    } else if (shape.op === 'fill') addFill(reader, outlines, shape, clips, content);
    else if (shape.op === 'shade') content.hasShading = true;
    else addStroke(reader, outlines, shape.path, content);
  }
  return reader.clipped.map(({ at, clips: some }) => ({ at, box: grown(clips.of(some), -CLIPPED) }));
}

function addFill(reader: ShapeReader, outlines: Outlines, fill: Shape & { op: 'fill' }, clips: ClipBoxes, content: PageContent): void {
  const { firstVerb, endVerb, firstPoint } = reader.outline(fill.path);
  // Where the points of a subpath begin.
  let from = firstPoint;
  let to = firstPoint;
  let isStraight = true;
  const boxes: Box[] = [];
  const add = () => {
    const box = addSubpath(outlines, fill, content, from, to, isStraight);
    if (box) boxes.push(box);
  };
  for (let i = firstVerb; i < endVerb; i++) {
    const verb: Verb = outlines.verbs[i]!;
    if (verb === Verb.Close) continue;
    if (verb === Verb.Move) {
      if (to > from) add();
      from = to;
      isStraight = true;
    } else if (verb === Verb.Cubic) isStraight = false;
    to += verb === Verb.Cubic ? 6 : 2;
  }
  if (to > from) add();
  if (!fill.covers || boxes.length > MOST_PARTS) return;
  // Boxes in one another are a frame, which lets see what is in it.
  for (const box of boxes) if (boxes.every((other) => other === box || !meet(box, other))) addCover(fill, box, clips, content);
}

/** Adds a part of a filled path, whose points lie from one place to another; the box that it is, null where it is another shape. */
function addSubpath(
  { points }: Outlines,
  fill: Shape & { op: 'fill' },
  content: PageContent,
  from: number,
  to: number,
  isStraight: boolean,
): Box | null {
  const box = boxOfPoints(points, from, to);
  // Rectangles along the axes are rules and areas; all else is a drawing.
  const isBox = isStraight && to - from >= 8 && to - from <= 10 && isRectangle(points, from);
  if (!fill.isBlank) {
    if (!isBox) content.drawings.push(box);
    else if (!addRule(content.rules, box)) content.fills.push(box);
  }
  return isBox ? box : null;
}

function isRectangle(points: Float32Array, from: number): boolean {
  for (let i = from + 2; i < from + 8; i += 2) {
    const dx = Math.abs(points[i]! - points[i - 2]!);
    const dy = Math.abs(points[i + 1]! - points[i - 1]!);
    if (Math.min(dx, dy) > 0.1) return false;
  }
  return true;
}

/** Notes what covers a part of the page that is as large as text. */
function addCover(shape: Shape, box: Box, clips: ClipBoxes, { covers }: PageContent): void {
  if (box[2] - box[0] < LEAST_COVER || box[3] - box[1] < LEAST_COVER || covers.length >= MOST_COVERS) return;
  covers.push({ box: meeting(box, clips.of(shape.clips)), at: shape.at, color: shape.op === 'fill' ? shape.color : null });
}

function addStroke(reader: ShapeReader, { verbs, points }: Outlines, path: number, content: PageContent): void {
  const { firstVerb, endVerb, firstPoint } = reader.outline(path);
  let x = 0;
  let y = 0;
  let startX = 0;
  let startY = 0;
  let at = firstPoint;
  for (let i = firstVerb; i < endVerb; i++) {
    const verb: Verb = verbs[i]!;
    if (verb === Verb.Cubic) {
      const box = boxOfPoints(points, at, at + 6);
      content.drawings.push([Math.min(x, box[0]), Math.min(y, box[1]), Math.max(x, box[2]), Math.max(y, box[3])]);
      x = points[at + 4]!;
      y = points[at + 5]!;
      at += 6;
      continue;
    }
    const nextX = verb === Verb.Close ? startX : points[at]!;
    const nextY = verb === Verb.Close ? startY : points[at + 1]!;
    if (verb === Verb.Move) {
      startX = nextX;
      startY = nextY;
    } else {
      const box: Box = [Math.min(x, nextX), Math.min(y, nextY), Math.max(x, nextX), Math.max(y, nextY)];
      if (Math.abs(nextX - x) < 0.5 || Math.abs(nextY - y) < 0.5) addRule(content.rules, box);
      else content.drawings.push(box);
    }
    x = nextX;
    y = nextY;
    if (verb !== Verb.Close) at += 2;
  }
}

/** Adds a thin box as a rule; whether it is one, or too small to be anything. */
function addRule(rules: Rule[], box: Box): boolean {
  const x0 = box[0];
  const y0 = box[1];
  const x1 = box[2];
  const y1 = box[3];
  const width = x1 - x0;
  const height = y1 - y0;
  if (height < THIN && width >= height) {
    if (width > SHORT) rules.push({ horizontal: true, at: (y0 + y1) / 2, from: x0, to: x1 });
    return true;
  }
  if (width < THIN) {
    if (height > SHORT) rules.push({ horizontal: false, at: (x0 + x1) / 2, from: y0, to: y1 });
    return true;
  }
  return false;
}

/** Where the unit square lands. */
function unitBox([a, b, c, d, e, f]: Matrix): Box {
  return [
    Math.min(e, e + a, e + c, e + a + c),
    Math.min(f, f + b, f + d, f + b + d),
    Math.max(e, e + a, e + c, e + a + c),
    Math.max(f, f + b, f + d, f + b + d),
  ];
}
