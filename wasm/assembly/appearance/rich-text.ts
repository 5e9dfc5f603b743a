import { Buffer } from '../memory/buffer';
import { word } from '../memory/literal';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Obj } from '../syntax/object';
import { get, Store } from '../syntax/store';
import { TextStyle, useStandard } from './text-style';
import { textOf } from '../document/text-value';

/**
 * Rich text, ISO 32000-2, 12.7.4.4: XHTML of a few elements, styled by a few properties of CSS 2. What it says of its
 * first characters counts for all: size, colour, weight, family, alignment.
 */
@unmanaged
export class RichStyle {
  /** -1: nothing is said. */
  size: f64;
  color: i32;
  bold: i32;
  face: i32;
  quadding: i32;
}

const SANS: i32 = 0;
const SERIF: i32 = 1;
const MONOSPACE: i32 = 2;

/** Adds to a style what an annotation's /DS and /RC say; the alignment by table 231, -1 where they say nothing. */
export function readRichStyle(doc: Store, annotation: Obj, style: TextStyle): i32 {
  const rich = changetype<RichStyle>(push(offsetof<RichStyle>()));
  rich.size = -1;
  rich.color = -1;
  rich.bold = -1;
  rich.face = -1;
  rich.quadding = -1;
  const general = textOf(doc, get(doc, annotation, Name.DS));
  if (general) {
    declarations(general.data, general.data + general.length, rich);
    general.destroy();
  }
  const text = textOf(doc, get(doc, annotation, Name.RC));
  if (text) {
    firstStyles(text.data, text.data + text.length, rich);
    text.destroy();
  }
  if (rich.size > 0 && rich.size < 10000) style.size = rich.size;
  if (rich.color >= 0) {
    style.colors = 3;
    style.c0 = <f64>(rich.color >> 16) / 255;
    style.c1 = <f64>((rich.color >> 8) & 255) / 255;
    style.c2 = <f64>(rich.color & 255) / 255;
  }
  if (rich.face >= 0 || rich.bold >= 0) {
    const bold = rich.bold > 0;
    const face: Name =
      rich.face == SERIF
        ? bold
          ? Name.Times_Bold
          : Name.Times_Roman
        : rich.face == MONOSPACE
          ? bold
            ? Name.Courier_Bold
            : Name.Courier
          : bold
            ? Name.Helvetica_Bold
            : Name.Helvetica;
    useStandard(doc, face, style);
  }
  const quadding = rich.quadding;
  pop(changetype<usize>(rich));
  return quadding;
}

/** An annotation's text: /Contents, or else what is left of /RC without its tags; null: none. */
export function plainText(doc: Store, annotation: Obj): Buffer | null {
  const contents = textOf(doc, get(doc, annotation, Name.Contents));
  if (contents) return contents;
  const text = textOf(doc, get(doc, annotation, Name.RC));
  if (text) text.length = <u32>(stripTags(text.data, text.data + text.length) - text.data);
  return text;
}

// @ts-ignore: decorator
@inline function unit(p: usize): u32 {
  return <u32>load<u16>(p);
}

/** In ASCII, as a small letter. */
// @ts-ignore: decorator
@inline function lower(c: u32): u32 {
  return c - 65 < 26 ? c | 32 : c;
}

/** Up to four letters as a number, the first in the low byte. */
function pack(p: usize, end: usize): u64 {
  let packed: u64 = 0;
  for (let i: u64 = 0; i < 32 && p < end; i += 8, p += 2) packed |= (<u64>(lower(unit(p)) & 255)) << i;
  return packed;
}

/** The styles of the elements that the first characters stand in. */
function firstStyles(p: usize, end: usize, rich: RichStyle): void {
  while (p < end) {
    const c = unit(p);
    if (c != 0x3c) {
      if (c > 0x20) return;
      p += 2;
      continue;
    }
    const tag = p;
    while (p < end && unit(p) != 0x3e) p += 2;
    for (let q = tag; q + 14 <= p; q += 2) {
      // style="…" or style='…'
      if (pack(q, p) != word('styl') || lower(unit(q + 8)) != 0x65 || unit(q + 10) != 0x3d) continue;
      const quote = unit(q + 12);
      let close = q + 14;
      while (close < p && unit(close) != quote) close += 2;
      declarations(q + 14, close, rich);
      break;
    }
    p += 2;
  }
}

/** `property: value; …` */
function declarations(p: usize, end: usize, rich: RichStyle): void {
  while (p < end) {
    while (p < end && (unit(p) <= 0x20 || unit(p) == 0x3b)) p += 2;
    const name = p;
    while (p < end && unit(p) != 0x3a && unit(p) != 0x3b) p += 2;
    const stop = p;
    while (p < end && unit(p) != 0x3b) p += 2;
    if (stop >= name + 8) declaration(pack(stop - 8, stop), stop + 2, p, rich);
  }
}

/** `property`: the last four letters of its name. */
function declaration(property: u64, p: usize, end: usize, rich: RichStyle): void {
  if (property == word('olor')) return readColor(p, end, rich);
  const isSize = property == word('size'); // font-size
  const isWeight = property == word('ight'); // font-weight
  const isAlign = property == word('lign'); // text-align
  const isFont = property == word('font'); // font
  if (!isSize && !isWeight && !isAlign && !isFont && property != word('mily')) return;
  let faced = false;
  while (p < end) {
    while (p < end && isBreak(unit(p))) p += 2;
    const from = p;
    while (p < end && !isBreak(unit(p))) p += 2;
    if (p == from) return;
    const start = pack(from, p);
    if (unit(from) - 0x30 < 10) {
      const value = readNumber(from, p);
      if (isWeight) rich.bold = <i32>(value >= 600);
      else if (isSize || (isFont && pack(p - 4, p) == word('pt'))) rich.size = value;
    } else if (isAlign) {
      rich.quadding = start == word('cent') ? 1 : start == word('righ') ? 2 : 0;
    } else if (start == word('bold')) {
      rich.bold = 1;
    } else if (isWeight && start == word('norm')) {
      rich.bold = 0;
    } else if (!faced) {
      const face = faceOf(start);
      if (face >= 0) rich.face = face;
      faced = face >= 0;
    }
  }
}

function faceOf(start: u64): i32 {
  if (start == word('helv') || start == word('aria') || start == word('sans')) return SANS;
  if (start == word('time') || start == word('seri')) return SERIF;
  return start == word('cour') || start == word('mono') ? MONOSPACE : -1;
}

function isBreak(c: u32): bool {
  return c <= 0x20 || c == 0x2c || c == 0x22 || c == 0x27 || c == 0x2f;
}

function readNumber(p: usize, end: usize): f64 {
  let value: f64 = 0;
  let scale: f64 = 1;
  let fraction = false;
  for (; p < end; p += 2) {
    const c = unit(p);
    if (c == 0x2e && !fraction) fraction = true;
    else if (c - 0x30 >= 10) break;
    else {
      value = value * 10 + <f64>(c - 0x30);
      if (fraction) scale *= 10;
    }
  }
  return value / scale;
}

/** `#RRGGBB`. */
function readColor(p: usize, end: usize, rich: RichStyle): void {
  while (p < end && unit(p) != 0x23) p += 2;
  if (p + 14 > end) return;
  let color = 0;
  for (let i: usize = 2; i < 14; i += 2) {
    const digit = digitOf(unit(p + i), 16);
    if (digit < 0) return;
    color = (color << 4) | digit;
  }
  rich.color = color;
}

function digitOf(c: u32, base: i32): i32 {
  const letter = lower(c) - 97;
  return c - 0x30 < 10 ? <i32>(c - 0x30) : base == 16 && letter < 6 ? <i32>letter + 10 : -1;
}

/** Takes the tags out in place: paragraphs and breaks become line ends, references characters. Where the text ends now. */
function stripTags(p: usize, end: usize): usize {
  const start = p;
  let to = p;
  while (p < end) {
    let c = unit(p);
    p += 2;
    if (c == 0x3c) {
      const tag = p;
      while (p < end && unit(p) != 0x3e) p += 2;
      const name = pack(tag, p);
      p += 2;
      if (name == word('/p') || (name & 0xffff) == word('br')) c = 10;
      else continue;
    } else if (c == 0x26) {
      const name = p;
      while (p < end && unit(p) != 0x3b) p += 2;
      c = reference(name, p);
      p += 2;
    } else if (c <= 0x20) {
      c = 0x20;
    }
    if (to == start && c <= 0x20) continue;
    store<u16>(to, <u16>c);
    to += 2;
  }
  while (to > start && unit(to - 2) <= 0x20) to -= 2;
  return to;
}

/** A character by what stands between & and ; (XML 1.0, 4.1 and 4.6). */
function reference(p: usize, end: usize): u32 {
  const name = pack(p, end);
  if (name == word('lt') || name == word('gt')) return name == word('lt') ? 0x3c : 0x3e; // lt, gt
  if (name == word('amp')) return 0x26; // amp
  if (name == word('quot')) return 0x22; // quot
  if (name == word('apos')) return 0x27; // apos
  if ((name & 255) != 0x23) return 0x20;
  const isHex = lower(unit(p + 2)) == 0x78;
  let value = 0;
  for (p += isHex ? 4 : 2; p < end && value < 0x10000; p += 2) {
    const digit = digitOf(unit(p), isHex ? 16 : 10);
    if (digit < 0) return 0x20;
    value = value * (isHex ? 16 : 10) + digit;
  }
  return value < 0x10000 ? <u32>value : 0xfffd;
}
