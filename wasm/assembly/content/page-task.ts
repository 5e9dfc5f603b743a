import { Intent } from '../color/intent';
import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { alloc, free, refusals } from '../memory/heap';
import { GroupFlag } from '../display/commands';
import { DisplayList } from '../display/list';
import { Blend } from '../display/paint';
import { Page, pageAt, pageBox, PageBox, pageMatrix } from '../document/pages';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, Obj } from '../syntax/object';
import { rawLength } from '../syntax/raw-stream';
import { at, get, getBool, Store } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { Warning, warn, warnOfMemory } from '../syntax/warnings';
import { drawAnnotations } from './annotations';
import { Frame } from './frame';
import { beginGroup, endGroup } from './group';
import { groupSpace } from './group-space';
import { Interpreter } from './interpreter';
import { finish, hold, letGo, renew } from './lifetimes';
import { Progress, run } from './loop';

/**
 * Work that reading a page may take: many times what real pages need, which have a few operators at most for each byte of their file;
 * it ends what would never end.
 */
const PAGE_FUEL: i64 = 10000000;
const BYTE_FUEL: i64 = 64;
const MOST_FUEL: i64 = 100000000;
/** Streams of one page. */
const MAX_STREAMS: u32 = 1 << 16;
/** Their bytes in the file, together: so many times what the file has, since a stream may be shown more than once. */
const MOST_TIMES: u64 = 4;

/**
 * A page that is being interpreted, step by step, into a list in an arena of its own. Between two steps its list can be
 * drawn as far as it has come, other tasks can be stepped, and the task can be given up.
 */
@unmanaged
export class PageTask {
  doc: Store;
  arena: Arena;
  list: DisplayList;
  /** Null: the page is done. */
  interpreter: Interpreter | null;
  /** What is left of the page's fuel. */
  fuel: i64;
  /** The generation of the cache that it holds. */
  generation: u32;
  /** See `Store.textOnly`: the list is never drawn. */
  textOnly: bool;
}

/** The page as a row: its contents, then its annotations. */
@unmanaged
class PageRow extends Frame {
  page: Page;
  box: PageBox;
  /** How many of the two have begun. */
  begun: u32;
  /** The contents are a knockout group, which began so far into the commands. */
  knocksOut: bool;
  from: u32;
}

/** What a page of this document may take. */
export function pageFuel(doc: Store): i64 {
  return min(PAGE_FUEL + BYTE_FUEL * <i64>doc.length, MOST_FUEL);
}

/** Begins to interpret a page, for its text alone or to be drawn; null out of range, or when memory is out. */
export function beginPage(doc: Store, index: u32, textOnly: bool = false): PageTask | null {
  renew(doc);
  const p = alloc(offsetof<PageTask>());
  const arena = Arena.create(65536);
  if (!p || !arena) {
    free(p);
    if (arena) arena.destroy();
    return null;
  }
  const task = changetype<PageTask>(p);
  task.doc = doc;
  task.arena = arena;
  task.generation = hold(doc);
  task.textOnly = textOnly;
  task.interpreter = null;
  doc.fuel = pageFuel(doc);
  doc.page = <i32>index;
  const refused = refusals();
  const interpreter = interpreterOf(task, index);
  warnOfMemory(doc, refused);
  task.fuel = doc.fuel;
  doc.page = -1;
  if (interpreter) {
    task.interpreter = interpreter;
    return task;
  }
  finish(doc);
  letGo(doc, task.generation);
  arena.destroy();
  free(p);
  return null;
}

/** An interpreter with a page to be run; null out of range, or when memory is out. */
function interpreterOf(task: PageTask, index: u32): Interpreter | null {
  const doc = task.doc;
  const arena = task.arena;
  const found = pageAt(doc, index);
  const list = DisplayList.create(arena);
  const row = Frame.row<PageRow>();
  const page = arena.alloc(offsetof<Page>());
  const box = arena.alloc(offsetof<PageBox>());
  const interpreter = list ? Interpreter.create(doc, list) : null;
  if (!found || !row || !page || !box || !interpreter) {
    if (row) row.destroy();
    if (interpreter) interpreter.destroy();
    return null;
  }
  memory.copy(page, changetype<usize>(found), offsetof<Page>());
  row.next = nextPart.index;
  row.page = changetype<Page>(page);
  row.box = changetype<PageBox>(box);
  pageBox(doc, row.page, row.box);
  task.list = list!;
  list!.grows = true;
  list!.page = <i32>index;
  list!.width = <f32>row.box.width;
  list!.height = <f32>row.box.height;
  pageMatrix(row.box, interpreter.base);
  interpreter.state.ctm.copy(interpreter.base);
  interpreter.push(row);
  return interpreter;
}

/** Goes on with a page, for about so much fuel. */
export function stepPage(task: PageTask, fuel: i64): Progress {
  const interpreter = task.interpreter;
  if (!interpreter) return Progress.Done;
  const doc = task.doc;
  doc.page = task.list.page;
  doc.fuel = task.fuel;
  doc.textOnly = task.textOnly;
  const refused = refusals();
  const progress = run(interpreter, fuel);
  warnOfMemory(doc, refused);
  if (doc.fuel <= 0) warn(doc, Warning.FuelOut);
  doc.textOnly = false;
  task.fuel = doc.fuel;
  doc.page = -1;
  doc.intent = Intent.RelativeColorimetric;
  const list = task.list;
  list.grows = progress != Progress.Done;
  list.unsettled = interpreter.inner ? list.commands.length - interpreter.held : 0;
  if (progress == Progress.Done) {
    interpreter.destroy();
    task.interpreter = null;
    finish(doc);
  }
  return progress;
}

/** Bytes that a task and its list take. */
export function pageBytes(task: PageTask): usize {
  return task.arena.bytes() + <usize>task.list.commands.limit;
}

/** Gives back the task and its list. */
export function endPage(task: PageTask): void {
  const interpreter = task.interpreter;
  if (interpreter) {
    interpreter.destroy();
    finish(task.doc);
  }
  task.list.release();
  task.arena.destroy();
  letGo(task.doc, task.generation);
  free(changetype<usize>(task));
}

/** `next` of a `PageRow`. Annotations do not see what the contents left behind: neither their state nor, in the list, their clip and soft mask. */
function nextPart(self: Interpreter, row: PageRow): bool {
  const isAnnotated = lengthOf(get(self.doc, row.page.dict, Name.Annots)) > 0;
  row.begun++;
  if (row.begun == 1) {
    if (isAnnotated) self.save();
    beginPageGroup(self, row);
    runContents(self, row.page);
    return true;
  }
  if (row.knocksOut) endPageGroup(self, row);
  if (row.begun > 2 || !isAnnotated) return false;
  self.restore();
  self.forgetText();
  drawAnnotations(self, row.page, row.box);
  return true;
}

/** A page group is isolated as it is (11.4.7); that it is a knockout group is said in the list, and that it is one of inks. */
function beginPageGroup(self: Interpreter, row: PageRow): void {
  const group = get(self.doc, row.page.dict, Name.Group);
  self.list.blendsInks = groupSpace(self, group) == GroupFlag.Cmyk;
  row.knocksOut = getBool(self.doc, group, Name.K);
  if (!row.knocksOut) return;
  row.from = self.list.commands.length;
  beginGroup(self, GroupFlag.Isolated | GroupFlag.Knockout, Blend.Normal, 1);
  self.knocksOut = true;
}

function endPageGroup(self: Interpreter, row: PageRow): void {
  endGroup(self, row.from);
  row.knocksOut = false;
  self.knocksOut = false;
}

/** Runs /Contents: one stream, or several that count as one with white space between them. 7.8.2. */
function runContents(self: Interpreter, page: Page): void {
  const doc = self.doc;
  const contents = get(doc, page.dict, Name.Contents);
  const frame = Frame.create<Frame>(doc);
  if (!frame) return;
  if (kindOf(contents) == Kind.Array ? join(doc, contents, frame.stream) : readStream(doc, contents, frame.stream)) {
    self.enter(frame, page.resources);
  } else {
    frame.destroy();
  }
}

/** Reads an array of streams into one, for what one begins another may end; false when there is nothing, or memory is out. */
function join(doc: Store, contents: Obj, out: StreamData): bool {
  const all = Buffer.create(4096);
  const p = alloc(offsetof<StreamData>());
  if (all && p) {
    const data = changetype<StreamData>(p);
    const count = min(lengthOf(contents), MAX_STREAMS);
    let bytes: u64 = 0;
    for (let i: u32 = 0; i < count && bytes <= MOST_TIMES * <u64>doc.length; i++) {
      const stream = at(doc, contents, i);
      bytes += <u64>rawLength(doc, stream);
      if (readStream(doc, stream, data)) {
        all.pushBytes(data.data, data.length);
        all.pushU8(10);
      }
      releaseStream(data);
    }
    out.data = all.data;
    out.length = all.length;
    out.owned = true;
  }
  free(p);
  free(changetype<usize>(all));
  return out.length > 0;
}
