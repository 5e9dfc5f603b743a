import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { Obj } from '../syntax/object';
import { getName, Store } from '../syntax/store';
import { writeField } from './field';
import { writeFreeText } from './free-text';
import { writeIcon } from './icon';
import { writeLineAnnotation } from './line';
import { writeMarkup } from './markup';
import { TextStyle } from './text-style';

/**
 * Appearances of annotations that bring none: a content stream in default user space, made from the annotation's
 * entries. What PDFium, pdf.js and MuPDF make up is the yardstick: links, for one, get no frame on the page, and redactions
 * nothing, whose entries say what is left when the content has been removed (12.5.6.23).
 *
 *   markup.ts  shapes, ink, and marks on text      field.ts    fields: boxes, values, choices, buttons
 *   free-text.ts, rich-text.ts, icon.ts
 *   line.ts, line-endings.ts, border.ts, cloud.ts,
 *   rectangle.ts                                          text-style.ts → typeface.ts → variable-text.ts: text
 *   writer.ts  operands and operators
 */

/**
 * Writes an annotation's appearance into `out`; false when it has none. `style` has the resources that its text takes
 * fonts from, 0 for none.
 */
export function writeAppearance(doc: Store, annotation: Obj, style: TextStyle, out: Buffer): bool {
  memory.fill(changetype<usize>(style), 0, offsetof<TextStyle>());
  const kind = getName(doc, annotation, Name.Subtype);
  switch (kind) {
    case Name.Widget:
      return writeField(doc, annotation, style, out);
    case Name.FreeText:
      return writeFreeText(doc, annotation, style, out);
    case Name.Text:
    case Name.FileAttachment:
    case Name.Caret:
    case Name.Stamp:
      return writeIcon(doc, annotation, kind, style, out);
    case Name.Line:
      return writeLineAnnotation(doc, annotation, style, out);
  }
  return writeMarkup(doc, annotation, kind, out);
}
