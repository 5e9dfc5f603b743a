import { Font, loadWholeFont } from '../font/font';
import { Buffer } from '../memory/buffer';
import { Token } from '../syntax/lexer';
import { giveLexer, takeLexer } from '../syntax/lexers';
import { nameBytes, nameLength } from '../syntax/name-table';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, Obj, rawGet, refNumber, stringOf } from '../syntax/object';
import { get, resolve, Store } from '../syntax/store';
import { defaulted, form, inherited } from '../document/form';
import { standardFace, standardResources } from './standard-fonts';
import { operand, operator, pushHex, setColorOf } from './writer';

/** Longer default appearances are cut. */
const MAX_LENGTH: u32 = 4096;
/** Points, of text that has no default appearance, which would say 0 to have it fitted. */
const DEFAULT_SIZE: f64 = 12;

/** How an annotation's text looks: what its default appearance string (ISO 32000-2, 12.7.4.3) says of font and colour. */
@unmanaged
export class TextStyle {
  font: Font | null;
  /** The atom of the font's name in these resources. */
  name: u32;
  resources: Obj;
  /** Points; 0: as large as fits. */
  size: f64;
  /** The colour's components, and how many there are: 0 black, 1 gray, 3 RGB, 4 CMYK. */
  c0: f64;
  c1: f64;
  c2: f64;
  c3: f64;
  colors: u32;
}

/** Reads an annotation's style; false when it has no font, not even a standard one. */
export function readTextStyle(doc: Store, annotation: Obj, out: TextStyle): bool {
  memory.fill(changetype<usize>(out), 0, offsetof<TextStyle>());
  const string = defaulted(doc, annotation, Name.DA);
  if (kindOf(string) == Kind.String) parse(doc, string, out);
  else out.size = DEFAULT_SIZE;
  if (!findResources(doc, annotation, out)) return useStandard(doc, standardFace(doc, out.name), out);
  return loadStyle(doc, out);
}

/** Sets a standard font in place of the style's own. */
export function useStandard(doc: Store, face: Name, out: TextStyle): bool {
  out.name = face;
  out.resources = standardResources(doc);
  return loadStyle(doc, out);
}

function loadStyle(doc: Store, out: TextStyle): bool {
  const reference = rawGet(get(doc, out.resources, Name.Font), out.name);
  // Which characters it has says whether text can be written in it.
  out.font = loadWholeFont(doc, resolve(doc, reference), refNumber(reference));
  return out.font != null;
}

/** The last `Tf`, and the last `g`, `rg` or `k`. */
function parse(doc: Store, string: Obj, out: TextStyle): void {
  const lexer = takeLexer(doc);
  if (!lexer) return;
  lexer.open(stringOf(string), stringOf(string) + min(lengthOf(string), MAX_LENGTH));
  // The last four numbers.
  let a: f64 = 0;
  let b: f64 = 0;
  let c: f64 = 0;
  let d: f64 = 0;
  let font: u32 = 0;
  for (let token = lexer.next(); token != Token.End; token = lexer.next()) {
    if (token == Token.Name) font = lexer.atom;
    if (token == Token.Int || token == Token.Real) {
      a = b;
      b = c;
      c = d;
      d = lexer.real;
    }
    if (token != Token.Keyword) continue;
    if (lexer.isKeyword('Tf')) {
      out.name = font;
      // A negative size would turn text upside down, which nobody means here.
      out.size = abs(d) < 10000 ? abs(d) : 0;
    } else if (lexer.isKeyword('g')) {
      setColors(out, 1, d, 0, 0, 0);
    } else if (lexer.isKeyword('rg')) {
      setColors(out, 3, b, c, d, 0);
    } else if (lexer.isKeyword('k')) {
      setColors(out, 4, a, b, c, d);
    }
  }
  giveLexer(doc, lexer);
}

function setColors(out: TextStyle, count: u32, c0: f64, c1: f64, c2: f64, c3: f64): void {
  out.colors = count;
  out.c0 = c0;
  out.c1 = c1;
  out.c2 = c2;
  out.c3 = c3;
}

/** In the resources of the field, of the form, or of the appearance that is replaced. */
function findResources(doc: Store, annotation: Obj, out: TextStyle): bool {
  if (!out.name) return false;
  if (has(doc, inherited(doc, annotation, Name.DR), out)) return true;
  if (has(doc, get(doc, form(doc), Name.DR), out)) return true;
  const normal = get(doc, get(doc, annotation, Name.AP), Name.N);
  return has(doc, get(doc, normal, Name.Resources), out);
}

function has(doc: Store, resources: Obj, out: TextStyle): bool {
  if (!rawGet(get(doc, resources, Name.Font), out.name)) return false;
  out.resources = resources;
  return true;
}

/** Writes `Tf` of a font by the atom of its name. */
export function setFont(doc: Store, out: Buffer, name: u32, size: f64): void {
  const p = nameBytes(doc, name);
  const length = nameLength(doc, name);
  out.pushU8(0x2f);
  for (let i: u32 = 0; i < length; i++) {
    const byte = <u32>load<u8>(p + <usize>i);
    const plain = (byte | 32) - 97 < 26 || byte - 48 < 10 || byte == 0x2d || byte == 0x5f;
    if (plain) {
      out.pushU8(byte);
    } else {
      out.pushU8(0x23); // 7.3.5
      pushHex(out, byte);
    }
  }
  out.pushU8(0x20);
  operand(out, size);
  operator(out, 'Tf');
}

/** Writes the colour for filling or for stroking; black, where nothing is said. */
export function setTextColor(out: Buffer, style: TextStyle, stroking: bool): void {
  operand(out, style.c0);
  if (style.colors >= 3) {
    operand(out, style.c1);
    operand(out, style.c2);
  }
  if (style.colors == 4) operand(out, style.c3);
  setColorOf(out, style.colors, stroking);
}
