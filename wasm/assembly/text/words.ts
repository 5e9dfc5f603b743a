import { DisplayList } from '../display/list';
import { Mark } from '../document/structure-order';
import { Font, FontKind } from '../font/font';
import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { nameBytes, nameLength } from '../syntax/name-table';
import { Store } from '../syntax/store';
import { Break, Letter, VERTICAL_ORIGIN } from './letters';
import { freshTexts, readPage } from './reading-order';

export const enum WordFlag {
  /** The first of its line. */
  Line = 1,
  /** No space separates it from the word before. */
  Glued = 2,
  Bold = 4,
  Italic = 8,
  FixedPitch = 16,
  Serif = 32,
  /** Part of the layout, not of the text (14.8.2.2). */
  Artifact = 64,
  RightToLeft = 128,
  Vertical = 256,
  /** Nothing of it is painted. */
  Invisible = 512,
}

/**
 * A word with its place and its looks: what the structure of a page is inferred from. It ends at a space, at the end of
 * a line, and where font, size, colour, baseline or marked content change; in the latter cases the next one is glued to it.
 */
@unmanaged
export class Word {
  /** Its box in page space, as high as the font. */
  x0: f32;
  y0: f32;
  x1: f32;
  y1: f32;
  /** The start of its baseline. */
  x: f32;
  y: f32;
  /** Unit vector along the writing. */
  ux: f32;
  uy: f32;
  /** Points. */
  size: f32;
  /** Address of UTF-16, and its length in code units. */
  text: usize;
  textLength: u32;
  /** `Font.id`; 0: none. */
  font: u32;
  /** Address and length of the font's name, in bytes. */
  fontName: usize;
  fontNameLength: u32;
  /** Bits of `WordFlag`. */
  flags: u32;
  /** 0x00BBGGRR. */
  color: u32;
  /** MCID of the marked content that it is part of, -1: none. */
  mcid: i32;
  /** Object number of the form that the MCID is of, 0: the page. Without an MCID: of the field or free text that it is written in. */
  form: u32;
  /** Where its command stands in the list, in bytes from the start: what comes later lies above it. */
  at: u32;
}

/** Where a font does not say how far it reaches, in em. */
const ASCENT: f32 = 0.8;
const DESCENT: f32 = -0.2;
/** A change of the baseline by more than this, in em, is a superscript or a subscript. */
const SHIFT: f32 = 0.12;
/** Letters further apart across the line than this, in em, are on different lines. */
const LINE: f32 = 0.6;

/** Writes the words of a page into `out`, in reading order; their texts are good until the next page's. */
export function pageWords(doc: Store, list: DisplayList, page: u32, out: Buffer): void {
  const letters = Buffer.create(1 << 14);
  const marks = Buffer.create(256);
  const texts = freshTexts(doc);
  if (letters && marks && texts) {
    readPage(doc, texts, list, page, letters, marks, true);
    const step = <u32>offsetof<Letter>();
    let start: u32 = 0;
    while (start < letters.length) {
      let end = start + step;
      if (!isSilent(letterAt(letters, start))) {
        while (
          end < letters.length &&
          !isSilent(letterAt(letters, end)) &&
          continues(letterAt(letters, end - step), letterAt(letters, end))
        )
          end += step;
        addWord(doc, texts, letters, marks, start, end, out);
      }
      start = end;
    }
  }
  if (letters) letters.destroy();
  if (marks) marks.destroy();
}

// @ts-ignore: decorator
@inline function letterAt(letters: Buffer, at: u32): Letter {
  return changetype<Letter>(letters.data + at);
}

function isSilent(letter: Letter): bool {
  return letter.isSpace || !letter.length;
}

function continues(last: Letter, letter: Letter): bool {
  if (letter.before != Break.None || letter.font != last.font || letter.color != last.color || letter.mark != last.mark) return false;
  if (letter.rightToLeft != last.rightToLeft || letter.artifact != last.artifact || letter.invisible != last.invisible) return false;
  return abs(letter.size - last.size) <= 0.02 * last.size && across(last, letter) < SHIFT;
}

/** How far a letter stands beside the line of another, in em. */
function across(last: Letter, letter: Letter): f32 {
  const dx = letter.x - last.endX;
  const dy = letter.y - last.endY;
  return abs(dy * last.ux - dx * last.uy) / max(last.size, letter.size);
}

function addWord(doc: Store, texts: Arena, letters: Buffer, marks: Buffer, start: u32, end: u32, out: Buffer): void {
  const step = <u32>offsetof<Letter>();
  let units: u32 = 0;
  for (let at = start; at < end; at += step) units += letterAt(letters, at).length;
  const text = texts.alloc((<usize>units) << 1);
  const p = text ? out.extend(<u32>offsetof<Word>()) : 0;
  if (!p) return;
  units = 0;
  for (let at = start; at < end; at += step) {
    const letter = letterAt(letters, at);
    memory.copy(text + ((<usize>units) << 1), letter.text, (<usize>letter.length) << 1);
    units += letter.length;
  }
  let first = letterAt(letters, start);
  let last = letterAt(letters, end - step);
  const flags = flagsOf(letters, start);
  if (first.rightToLeft) {
    const swap = first;
    first = last;
    last = swap;
  }
  const word = changetype<Word>(p);
  putBox(word, first, last);
  word.x = first.x;
  word.y = first.y;
  word.ux = first.ux;
  word.uy = first.uy;
  word.size = first.height;
  word.text = text;
  word.textLength = units;
  word.font = first.font ? changetype<Font>(first.font).id : 0;
  word.fontName = first.font ? nameBytes(doc, changetype<Font>(first.font).name) : 0;
  word.fontNameLength = first.font ? nameLength(doc, changetype<Font>(first.font).name) : 0;
  word.flags = flags;
  word.color = first.color;
  word.at = first.at;
  word.mcid = first.mark ? Mark.at(marks, first.mark - 1).mcid : -1;
  word.form = first.mark ? Mark.at(marks, first.mark - 1).stream : first.annotation;
}

/** The `WordFlag`s of the word that begins with the letter at `start`. */
function flagsOf(letters: Buffer, start: u32): u32 {
  const letter = letterAt(letters, start);
  let flags: u32 = 0;
  const font = changetype<Font>(letter.font);
  if (letter.font) {
    if (font.bold) flags |= WordFlag.Bold;
    if (font.italic) flags |= WordFlag.Italic;
    if (font.fixedPitch) flags |= WordFlag.FixedPitch;
    if (font.serif) flags |= WordFlag.Serif;
  }
  if (letter.artifact) flags |= WordFlag.Artifact;
  if (letter.rightToLeft) flags |= WordFlag.RightToLeft;
  if (letter.vertical) flags |= WordFlag.Vertical;
  if (letter.invisible) flags |= WordFlag.Invisible;
  if (!start) return flags | WordFlag.Line;
  // Silent letters before it may hold the break.
  const step = <u32>offsetof<Letter>();
  let glued = true;
  for (let at = start; at; at -= step) {
    const before = letterAt(letters, at - step);
    if (letterAt(letters, at).before == Break.Line) return flags | WordFlag.Line;
    if (letterAt(letters, at).before == Break.Space || before.isSpace) glued = false;
    if (isSilent(before)) continue;
    if (across(before, letter) > LINE) flags |= WordFlag.Line;
    break;
  }
  return glued ? flags | WordFlag.Glued : flags;
}

/** The box around the letters' em boxes, in page space. */
function putBox(word: Word, first: Letter, last: Letter): void {
  const font = changetype<Font>(first.font);
  const known = first.font != 0 && font.ascent > font.descent;
  const height = known && font.kind == FontKind.Type3 ? font.ascent - font.descent : <f32>1;
  const up = first.vertical ? <f32>1 : known ? font.ascent / height : ASCENT;
  const down = first.vertical ? <f32>0 : known ? font.descent / height : DESCENT;
  const nx = first.uy * first.height;
  const ny = -first.ux * first.height;
  const back = first.vertical ? VERTICAL_ORIGIN * first.height : 0;
  const x0 = min(first.x, last.endX) - first.ux * back;
  const x1 = max(first.x, last.endX) - first.ux * back;
  const y0 = min(first.y, last.endY) - first.uy * back;
  const y1 = max(first.y, last.endY) - first.uy * back;
  word.x0 = x0 + min(nx * up, nx * down);
  word.y0 = y0 + min(ny * up, ny * down);
  word.x1 = x1 + max(nx * up, nx * down);
  word.y1 = y1 + max(ny * up, ny * down);
}
