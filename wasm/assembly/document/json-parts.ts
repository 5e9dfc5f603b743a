import { Matrix } from '../geometry/matrix';
import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, Obj, rawAt, rawGet, refNumber } from '../syntax/object';
import { at, get, getInt, Store } from '../syntax/store';
import { writeAttachments } from './attachments';
import { writeTarget } from './destinations';
import { permissionBits } from './encryption-json';
import { bool_, close, integer, key, name, open, text } from './json';
import { writeForm, writeWidgets } from './fields-json';
import { writeLabels } from './labels-json';
import { writeLayerOrder, writeLayers } from './layers-json';
import { date, writeMetadata } from './metadata-json';
import { writeNamedDestinations } from './named-destinations-json';
import { writeOutline } from './outline-json';
import { writeBoxes, writeFonts } from './page-facts-json';
import { pageAt, pageSpace } from './pages';
import { rectangle } from './rectangle-json';
import { writeStructure } from './structure-json';
import { writeViewerPreferences } from './viewer-preferences-json';

/** What can be asked for. What is written has the shape of wasm/src/types.ts. */
export const enum Part {
  Outline = 0,
  Labels = 1,
  Metadata = 2,
  Attachments = 3,
  Layers = 4,
  Permissions = 5,
  Links = 6,
  Annotations = 7,
  ViewerPreferences = 8,
  NamedDestinations = 9,
  LayerOrder = 10,
  Structure = 11,
  Widgets = 12,
  Form = 13,
  Fonts = 14,
  Boxes = 15,
  /** Those of the attachments that no page has to be read for. */
  DocumentAttachments = 16,
}

const MAX_ITEMS: u32 = 1 << 16;
/** Table 167: the annotation is not shown. */
const HIDDEN: i32 = 1 << 1;
/** JSON longer than this is ended. */
const MAX_BYTES: u32 = 1 << 24;

/** A part of the document, or of a page, as JSON in a Buffer, which is the caller's; 0 when memory is out. */
export function writeJson(doc: Store, part: Part, page: u32): usize {
  const out = Buffer.create(1024);
  if (!out) return 0;
  const mark = doc.call.mark();
  switch (part) {
    case Part.Outline:
      writeOutline(doc, out);
      break;
    case Part.Labels:
      writeLabels(doc, out);
      break;
    case Part.Metadata:
      writeMetadata(doc, out);
      break;
    case Part.Attachments:
    case Part.DocumentAttachments:
      writeAttachments(doc, out, part == Part.Attachments, MAX_BYTES);
      break;
    case Part.Layers:
      writeLayers(doc, out, MAX_BYTES);
      break;
    case Part.Permissions:
      permissions(doc, out);
      break;
    case Part.ViewerPreferences:
      writeViewerPreferences(doc, out);
      break;
    case Part.NamedDestinations:
      writeNamedDestinations(doc, out, MAX_BYTES);
      break;
    case Part.LayerOrder:
      writeLayerOrder(doc, out);
      break;
    case Part.Structure:
      writeStructure(doc, out, <i32>page, MAX_BYTES);
      break;
    case Part.Widgets:
      writeWidgets(doc, out, page, MAX_BYTES);
      break;
    case Part.Form:
      writeForm(doc, out, MAX_BYTES);
      break;
    case Part.Fonts:
      writeFonts(doc, out, page, MAX_BYTES);
      break;
    case Part.Boxes:
      writeBoxes(doc, out, page);
      break;
    default:
      annotations(doc, out, page, part == Part.Links);
  }
  doc.call.release(mark);
  return changetype<usize>(out);
}

/**
 * Table 22: the bits of /P, counted from 1. In revision 2 bits 3 to 6 stand for what later ones have bits of their own
 * for; forms may be filled in by bit 6 ever since.
 */
function permissions(doc: Store, out: Buffer): void {
  const dict = get(doc, doc.trailer, Name.Encrypt);
  const bits = kindOf(dict) == Kind.Dict ? permissionBits(doc, dict) : -1;
  const fine = bits == -1 || getInt(doc, dict, Name.R) >= 3;
  const print = bit(bits, 3);
  const modify = bit(bits, 4);
  const copy = bit(bits, 5);
  const annotate = bit(bits, 6);
  open(out, 0x7b);
  permission(out, 'print', print);
  permission(out, 'modify', modify);
  permission(out, 'copy', copy);
  permission(out, 'annotate', annotate);
  permission(out, 'fillForms', annotate || (fine && bit(bits, 9)));
  permission(out, 'extractForAccessibility', fine ? bit(bits, 10) : copy);
  permission(out, 'assemble', fine ? bit(bits, 11) : modify);
  permission(out, 'printHighQuality', print && (!fine || bit(bits, 12)));
  close(out, 0x7d);
}

function permission(out: Buffer, literal: string, allowed: bool): void {
  key(out, literal);
  bool_(out, allowed);
}

function bit(bits: i32, number: i32): bool {
  return ((bits >> (number - 1)) & 1) != 0;
}

/** The page's annotations, or of them only the links that lead somewhere. */
function annotations(doc: Store, out: Buffer, index: u32, links: bool): void {
  open(out, 0x5b);
  const page = pageAt(doc, index);
  const p = doc.call.alloc(offsetof<Matrix>());
  if (page && p) {
    const m = changetype<Matrix>(p);
    pageSpace(doc, page, m);
    const array = get(doc, page.dict, Name.Annots);
    const count = kindOf(array) == Kind.Array ? min(lengthOf(array), MAX_ITEMS) : 0;
    for (let i: u32 = 0; i < count && out.length < MAX_BYTES; i++) {
      const annotation = at(doc, array, i);
      if (kindOf(annotation) != Kind.Dict) continue;
      const type = nameOf(get(doc, annotation, Name.Subtype));
      if (links && (type != Name.Link || getInt(doc, annotation, Name.F) & HIDDEN)) continue;
      const before = out.length;
      open(out, 0x7b);
      if (!links) {
        if (refNumber(rawAt(array, i))) {
          key(out, 'id');
          integer(out, <i32>refNumber(rawAt(array, i)));
        }
        key(out, 'type');
        name(doc, out, type);
      }
      key(out, 'rect');
      rectangle(doc, out, get(doc, annotation, Name.Rect), m);
      if (links) {
        const open = out.length;
        writeTarget(doc, out, annotation);
        if (out.length == open) {
          out.length = before; // it leads nowhere
          continue;
        }
      } else {
        entry(doc, out, 'contents', get(doc, annotation, Name.Contents));
        // Table 172; of a widget, /T is the field's name.
        entry(doc, out, type == Name.Widget ? 'field' : 'author', get(doc, annotation, Name.T));
        date(out, 'modified', get(doc, annotation, Name.M));
        // Tables 172 and 174: what it answers, and the state that it gives to that.
        const answered = refNumber(rawGet(annotation, Name.IRT));
        if (answered) {
          key(out, 'inReplyTo');
          integer(out, <i32>answered);
        }
        entry(doc, out, 'state', get(doc, annotation, Name.State));
        if (getInt(doc, annotation, Name.F) & HIDDEN) {
          key(out, 'hidden');
          bool_(out, true);
        }
      }
      close(out, 0x7d);
    }
  }
  close(out, 0x5d);
}

function entry(doc: Store, out: Buffer, literal: string, o: Obj): void {
  if (kindOf(o) != Kind.String) return;
  key(out, literal);
  text(doc, out, o);
}
