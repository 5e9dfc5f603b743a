import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { DisplayList } from '../display/list';
import { Page, pageAt, pageBox, PageBox, pageMatrix } from '../document/pages';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, Obj } from '../syntax/object';
import { rawLength } from '../syntax/raw-stream';
import { at, get, Store } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { drawAnnotations } from './annotations';
import { Interpreter } from './interpreter';

/** Work that reading a page may take: about what the largest real pages need, times ten; it ends what would never end. */
const PAGE_FUEL: i64 = 100000000;
/** Streams of one page. */
const MAX_STREAMS: u32 = 1 << 16;
/** Their bytes in the file, together: so many times what the file has, since a stream may be shown more than once. */
const MOST_TIMES: u64 = 4;

/** Interprets a page into a new display list in `arena`; null out of range, or when memory is out. */
export function interpretPage(doc: Store, index: u32, arena: Arena): DisplayList | null {
  const page = pageAt(doc, index);
  const list = DisplayList.create(arena);
  const p = arena.alloc(offsetof<PageBox>());
  if (!page || !list || !p) return null;
  doc.page = <i32>index;
  doc.fuel = PAGE_FUEL;
  const box = changetype<PageBox>(p);
  pageBox(doc, page, box);
  list.page = <i32>index;
  list.width = <f32>box.width;
  list.height = <f32>box.height;
  const interpreter = Interpreter.create(doc, list);
  if (!interpreter) return null;
  pageMatrix(box, interpreter.base);
  interpreter.state.ctm.copy(interpreter.base);
  const annotated = lengthOf(get(doc, page.dict, Name.Annots)) > 0;
  // Annotations do not see what the page's content left behind: neither its state nor, in the list, its clip and soft mask.
  if (annotated) interpreter.save();
  runContents(interpreter, page);
  if (annotated) interpreter.restore();
  interpreter.destroy();
  const fresh = annotated ? Interpreter.create(doc, list) : null;
  if (fresh) {
    pageMatrix(box, fresh.base);
    fresh.state.ctm.copy(fresh.base);
    drawAnnotations(fresh, page, box);
    fresh.destroy();
  }
  doc.page = -1;
  return list;
}

/** Runs /Contents: one stream, or several that count as one with white space between them. 7.8.2. */
function runContents(self: Interpreter, page: Page): void {
  const doc = self.doc;
  const contents = get(doc, page.dict, Name.Contents);
  const all = Buffer.create(4096);
  if (!all) return;
  if (kindOf(contents) == Kind.Array) {
    const count = min(lengthOf(contents), MAX_STREAMS);
    let bytes: u64 = 0;
    for (let i: u32 = 0; i < count && bytes <= MOST_TIMES * <u64>doc.length; i++) {
      const stream = at(doc, contents, i);
      bytes += <u64>rawLength(doc, stream);
      append(self, stream, all);
    }
  } else {
    append(self, contents, all);
  }
  if (all.length) self.run(all.data, all.length, page.resources);
  all.destroy();
}

function append(self: Interpreter, stream: Obj, all: Buffer): void {
  const p = self.arena.alloc(offsetof<StreamData>());
  if (!p) return;
  const data = changetype<StreamData>(p);
  if (readStream(self.doc, stream, data)) {
    all.pushBytes(data.data, data.length);
    all.pushU8(10);
  }
  releaseStream(data);
}
