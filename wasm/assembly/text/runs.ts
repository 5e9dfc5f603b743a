import { DisplayList } from '../display/list';
import { Mark } from '../document/structure-order';
import { Font, FontKind } from '../font/font';
import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { Store } from '../syntax/store';
import { Break, Letter, VERTICAL_ORIGIN } from './letters';
import { freshTexts, readPage } from './reading-order';

export const enum Direction {
  LeftToRight = 0,
  RightToLeft = 1,
  Vertical = 2,
}

/** A text run for selection and search: a piece of a line in one font and size, in reading order. */
@unmanaged
export class Run {
  // The corners in page space: descent at the start and at the end, ascent at the end and at the start.
  x0: f32;
  y0: f32;
  x1: f32;
  y1: f32;
  x2: f32;
  y2: f32;
  x3: f32;
  y3: f32;
  /** The em in points. */
  fontSize: f32;
  direction: Direction;
  /** Address of UTF-16, and its length in code units. */
  text: usize;
  textLength: u32;
  /** 1: the last of its line. */
  endsLine: u32;
  /** MCID of the marked content that it is part of, -1: none. */
  mcid: i32;
  /** Object number of the form that the MCID is of, 0: the page. */
  form: u32;
  /** Address of where each code unit ends along the run, in reading direction: 0 to END (u16 each). */
  edges: usize;
}

/** A gap wider than this, in em, begins a new run, so that highlights leave it out. */
const WIDE: f32 = 1.5;
/** The end of a run, as an edge. */
const END: u32 = 0xffff;
/** Where a font does not say how far it reaches, in em. */
const ASCENT: f32 = 0.8;
const DESCENT: f32 = -0.2;

/** Writes the runs of a page into `out`; their texts are good until the next page's. `written`: see `readPage`. */
export function pageRuns(doc: Store, list: DisplayList, page: u32, out: Buffer, written: bool): void {
  const letters = Buffer.create(1 << 14);
  const marks = Buffer.create(256);
  const texts = freshTexts(doc);
  if (!letters || !marks || !texts) {
    Buffer.drop(letters);
    return Buffer.drop(marks);
  }
  readPage(doc, texts, list, page, letters, marks, written);
  const step = <u32>offsetof<Letter>();
  let start: u32 = 0;
  while (start < letters.length) {
    let end = start + step;
    while (end < letters.length && continues(letters, end)) end += step;
    addRun(letters, marks, start, end, texts, out);
    start = end;
  }
  letters.destroy();
  marks.destroy();
}

/** Whether the letter goes on with the run of the one before it. */
// @ts-ignore: decorator
@inline function continues(letters: Buffer, at: u32): bool {
  const letter = changetype<Letter>(letters.data + at);
  const last = changetype<Letter>(letters.data + at - <u32>offsetof<Letter>());
  if (letter.before == Break.Line || letter.font != last.font || letter.rightToLeft != last.rightToLeft || letter.mark != last.mark)
    return false;
  if (abs(letter.size - last.size) > 0.01 * last.size) return false;
  const dx = letter.x - last.endX;
  const dy = letter.y - last.endY;
  return abs(dx * last.ux + dy * last.uy) < WIDE * last.size && abs(dy * last.ux - dx * last.uy) < 0.05 * last.size;
}

function addRun(letters: Buffer, marks: Buffer, start: u32, end: u32, arena: Arena, out: Buffer): void {
  const step = <u32>offsetof<Letter>();
  let units: u32 = 0;
  let said: u32 = 0;
  for (let at = start; at < end; at += step) {
    const length = changetype<Letter>(letters.data + at).length;
    units += length + 2;
    said += length;
  }
  const isLast = end >= letters.length || changetype<Letter>(letters.data + end).before == Break.Line;
  if (!said) {
    if (isLast) endLine(out);
    return;
  }
  const text = arena.allocRaw((<usize>units) << 1);
  const edges = arena.allocRaw((<usize>units) << 1);
  const p = out.extend(<u32>offsetof<Run>());
  if (!text || !edges || !p) return;
  const run = changetype<Run>(p);
  const first = changetype<Letter>(letters.data + start);
  const last = changetype<Letter>(letters.data + end - step);
  // Text that is read from the right begins where its first glyph ends.
  const right = first.rightToLeft;
  const ax = right ? first.endX : first.x;
  const ay = right ? first.endY : first.y;
  const whole = ((right ? last.x : last.endX) - ax) * first.ux + ((right ? last.y : last.endY) - ay) * first.uy;
  const dx = (first.ux / whole) * <f32>END;
  const dy = (first.uy / whole) * <f32>END;
  let length: u32 = 0;
  let edge: u32 = 0;
  for (let at = start; at < end; at += step) {
    const letter = changetype<Letter>(letters.data + at);
    if (at > start && letter.before == Break.Space && !letter.isSpace) {
      const spaced = addSpace(text, length);
      const begin = edgeAt(((right ? letter.endX : letter.x) - ax) * dx + ((right ? letter.endY : letter.y) - ay) * dy);
      if (spaced > length) edge = putEdges(edges, length, 1, edge, begin);
      length = spaced;
    }
    if (letter.length == 1) store<u16>(text + ((<usize>length) << 1), load<u16>(letter.text));
    else memory.copy(text + ((<usize>length) << 1), letter.text, (<usize>letter.length) << 1);
    const finish = edgeAt(((right ? letter.x : letter.endX) - ax) * dx + ((right ? letter.y : letter.endY) - ay) * dy);
    edge = putEdges(edges, length, letter.length, edge, finish);
    length += letter.length;
  }
  // The space before the next run of the line belongs to this one.
  if (!isLast && changetype<Letter>(letters.data + end).before == Break.Space) {
    const spaced = addSpace(text, length);
    if (spaced > length) putEdges(edges, length, 1, edge, END);
    length = spaced;
  }
  putQuad(run, first.rightToLeft ? last : first, first.rightToLeft ? first : last);
  run.fontSize = first.height;
  run.direction = first.vertical ? Direction.Vertical : first.rightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
  run.text = text;
  run.textLength = length;
  run.endsLine = <u32>isLast;
  run.mcid = first.mark ? Mark.at(marks, first.mark - 1).mcid : -1;
  run.form = first.mark ? Mark.at(marks, first.mark - 1).stream : 0;
  run.edges = edges;
}

/** A place along a run as an edge; a run of no length has none but 0. */
// @ts-ignore: decorator
@inline function edgeAt(place: f32): u32 {
  return place > 0 ? <u32>min<f32>(place, <f32>END) : 0;
}

/** Notes where `count` code units end that lie side by side between two edges; the last of them. */
// @ts-ignore: decorator
@inline function putEdges(edges: usize, length: u32, count: u32, from: u32, to: u32): u32 {
  to = max(from, to);
  if (count != 1) return putMany(edges, length, count, from, to);
  store<u16>(edges + ((<usize>length) << 1), <u16>to);
  return to;
}

function putMany(edges: usize, length: u32, count: u32, from: u32, to: u32): u32 {
  for (let i: u32 = 0; i < count; i++) store<u16>(edges + ((<usize>(length + i)) << 1), <u16>(from + ((to - from) * (i + 1)) / count));
  return count ? to : from;
}

function addSpace(text: usize, length: u32): u32 {
  if (length && load<u16>(text + ((<usize>(length - 1)) << 1)) == 32) return length;
  store<u16>(text + ((<usize>length) << 1), 32);
  return length + 1;
}

/** The last run that was written ends its line. */
function endLine(out: Buffer): void {
  if (out.length) changetype<Run>(out.data + out.length - offsetof<Run>()).endsLine = 1;
}

/** From the visually first letter's origin to the last one's end, as high as the font. */
function putQuad(run: Run, first: Letter, last: Letter): void {
  const font = changetype<Font>(first.font);
  const known = first.font != 0 && font.ascent > font.descent;
  const height = known && font.kind == FontKind.Type3 ? font.ascent - font.descent : <f32>1;
  // Up from the baseline is the writing's direction turned to the left, y being down; a glyph of vertical text has it at its right.
  const up = first.vertical ? <f32>1 : known ? font.ascent / height : ASCENT;
  const down = first.vertical ? <f32>0 : known ? font.descent / height : DESCENT;
  const nx = first.uy * first.height;
  const ny = -first.ux * first.height;
  const back = first.vertical ? VERTICAL_ORIGIN * first.height : 0;
  const x = -first.ux * back;
  const y = -first.uy * back;
  run.x0 = first.x + nx * down + x;
  run.y0 = first.y + ny * down + y;
  run.x1 = last.endX + nx * down + x;
  run.y1 = last.endY + ny * down + y;
  run.x2 = last.endX + nx * up + x;
  run.y2 = last.endY + ny * up + y;
  run.x3 = first.x + nx * up + x;
  run.y3 = first.y + ny * up + y;
}
