import { Rectangle } from '../geometry/rectangle';
import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, Obj, ownerNumber, rawGet, refNumber, valueAt } from '../syntax/object';
import { at, get, getName, rectOf, resolve, spend, Store } from '../syntax/store';
import { bool_, close, integer, key, name, number, open } from './json';
import { pageAt } from './pages';

/** What a page is made with: its fonts and its boxes. */

const MAX_DEPTH: i32 = 8;
const FONT_COST: i32 = 50;

/** Writes the fonts of a page, and of the forms that it shows, as an array of `PageFont` (ISO 32000-2, 9.5 to 9.8). */
export function writeFonts(doc: Store, out: Buffer, index: u32, maxBytes: u32): void {
  open(out, 0x5b);
  const page = pageAt(doc, index);
  const seen = IntMap.create();
  if (page && seen) fontsOf(doc, out, page.resources, seen, maxBytes, 0);
  if (seen) seen.destroy();
  close(out, 0x5d);
}

/** `seen`: fonts and forms that have been looked at, by object number. */
function fontsOf(doc: Store, out: Buffer, resources: Obj, seen: IntMap, maxBytes: u32, depth: i32): void {
  const fonts = get(doc, resources, Name.Font);
  for (let i: u32 = 0; i < lengthOf(fonts) && out.length < maxBytes && spend(doc, FONT_COST); i++) {
    const number = refNumber(valueAt(fonts, i));
    const font = resolve(doc, valueAt(fonts, i));
    if (kindOf(font) != Kind.Dict || (number && seen.get(number))) continue;
    if (number) seen.set(number, 1);
    writeFont(doc, out, font, number);
  }
  const forms = depth < MAX_DEPTH ? get(doc, resources, Name.XObject) : 0;
  for (let i: u32 = 0; i < lengthOf(forms) && out.length < maxBytes && spend(doc, FONT_COST); i++) {
    const form = resolve(doc, valueAt(forms, i));
    const number = ownerNumber(form);
    if (kindOf(form) != Kind.Stream || getName(doc, form, Name.Subtype) != Name.Form || (number && seen.get(number))) continue;
    if (number) seen.set(number, 1);
    fontsOf(doc, out, get(doc, form, Name.Resources), seen, maxBytes, depth + 1);
  }
}

function writeFont(doc: Store, out: Buffer, font: Obj, id: u32): void {
  let type = getName(doc, font, Name.Subtype);
  let described = font;
  if (type == Name.Type0) {
    described = at(doc, get(doc, font, Name.DescendantFonts), 0);
    type = getName(doc, described, Name.Subtype);
  }
  const descriptor = get(doc, described, Name.FontDescriptor);
  open(out, 0x7b);
  key(out, 'id');
  integer(out, <i32>id);
  key(out, 'name');
  name(doc, out, getName(doc, font, Name.BaseFont));
  key(out, 'type');
  name(doc, out, type);
  key(out, 'embedded');
  bool_(
    out,
    type == Name.Type3 || rawGet(descriptor, Name.FontFile) || rawGet(descriptor, Name.FontFile2) || rawGet(descriptor, Name.FontFile3)
      ? true
      : false,
  );
  close(out, 0x7d);
}

/** Writes the boxes that a page names (14.11.2), x0 y0 x1 y1 in default user space. */
export function writeBoxes(doc: Store, out: Buffer, index: u32): void {
  open(out, 0x7b);
  const page = pageAt(doc, index);
  if (page) {
    box(doc, out, 'media', page.mediaBox);
    box(doc, out, 'crop', page.cropBox);
    box(doc, out, 'bleed', get(doc, page.dict, Name.BleedBox));
    box(doc, out, 'trim', get(doc, page.dict, Name.TrimBox));
    box(doc, out, 'art', get(doc, page.dict, Name.ArtBox));
  }
  close(out, 0x7d);
}

function box(doc: Store, out: Buffer, literal: string, o: Obj): void {
  const rect = Rectangle.push();
  if (kindOf(o) == Kind.Array && rectOf(doc, o, rect)) {
    key(out, literal);
    open(out, 0x5b);
    number(out, rect.x0);
    number(out, rect.y0);
    number(out, rect.x1);
    number(out, rect.y1);
    close(out, 0x5d);
  }
  rect.pop();
}
