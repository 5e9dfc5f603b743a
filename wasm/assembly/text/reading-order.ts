import { DisplayList } from '../display/list';
import { pageAt } from '../document/pages';
import { placeMarks } from '../document/structure-order';
import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { Store } from '../syntax/store';
import { toReadingOrder } from './bidi';
import { joinDivided, separate } from './breaks';
import { orderColumns } from './columns';
import { collectLetters } from './letters';
import { orderByStructure, sayReplacements } from './structure-order';
import { dropTwins } from './twins';
import { placeWritten } from './written';

/**
 * Writes a page's letters in the order in which they are read into `letters`, and its marked content into `marks`. The
 * structure tree says the order where it knows the page's text; else it is that of the content, which is how it was
 * written, but for columns that were written across. What is written in form fields and free text is read where it stands;
 * `written` false: not at all. What stands in the place of letters is put into `texts`.
 */
export function readPage(doc: Store, texts: Arena, list: DisplayList, index: u32, letters: Buffer, marks: Buffer, written: bool): void {
  const fields = Buffer.create(256);
  if (!fields) return;
  collectLetters(list, letters, marks, fields);
  dropTwins(letters);
  const page = pageAt(doc, index);
  const placed = page != null && placeMarks(doc, page, marks);
  let changed = placed;
  if (!placed || !orderByStructure(letters, marks)) {
    separate(letters);
    if (orderColumns(letters)) changed = true;
  }
  if (placed) sayReplacements(doc, texts, letters, marks);
  if (changed) separate(letters);
  if (written && fields.length) placeWritten(letters, fields);
  fields.destroy();
  joinDivided(letters);
  toReadingOrder(letters);
}

/** Where the texts lie that a call tells the host of: until the next such call. Null when memory is out. */
export function freshTexts(doc: Store): Arena | null {
  if (!doc.pageTexts) doc.pageTexts = changetype<usize>(Arena.create());
  const texts = changetype<Arena | null>(doc.pageTexts);
  if (texts) texts.rewind();
  return texts;
}
