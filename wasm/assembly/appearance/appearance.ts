import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { Obj } from '../syntax/object';
import { getName, Store } from '../syntax/store';
import { writeField } from './field';
import { writeMarkup } from './markup';

/**
 * Appearances of annotations that bring none: a content stream in default user space, made from the annotation's
 * entries. What PDFium and pdf.js make up is the yardstick.
 *
 *   markup.ts   shapes, lines, ink, and marks on text      field.ts   the values of form fields
 *   border.ts   widths and dashes                          writer.ts  operands and operators
 */

/** Writes an annotation's appearance into `out`; false when it has none. */
export function writeAppearance(doc: Store, annotation: Obj, out: Buffer): bool {
  const kind = getName(doc, annotation, Name.Subtype);
  return kind == Name.Widget ? writeField(doc, annotation, out) : writeMarkup(doc, annotation, kind, out);
}
