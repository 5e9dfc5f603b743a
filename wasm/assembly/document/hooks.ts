import { alloc } from '../memory/heap';
import { Name } from '../syntax/names';
import { isNumber, numberOf, ownerNumber } from '../syntax/object';
import { fetch, get, refuel, Store } from '../syntax/store';
import { readStream, StreamData } from '../syntax/stream';
import { warningAt, warningCount } from '../syntax/warnings';
import { attachmentData } from './attachments';
import { writeJson } from './json-parts';
import { setLayerUsage } from './layers';
import { openFuel, openStore } from './open';
import { Page, pageAt, pageBox, PageBox, pageCount } from './pages';

export { test_alloc } from '../memory/hooks';

export function test_open(bytes: usize, length: u32): usize {
  return changetype<usize>(openStore(bytes, length));
}

/** The work that opening took. */
export function test_opening_work(doc: Store): f64 {
  return <f64>(openFuel(doc.length) - doc.fuel);
}

/** The work that a part of the document takes, as `test_json`. */
export function test_json_work(doc: Store, part: u32, page: u32): f64 {
  refuel(doc);
  const before = doc.fuel;
  writeJson(doc, part, page);
  return <f64>(before - doc.fuel);
}

export function test_status(doc: Store): u32 {
  return doc.status;
}

export function test_page_count(doc: Store): u32 {
  return pageCount(doc);
}

/** Writes width, height, rotation of a page (f64 × 3). */
export function test_page_size(doc: Store, i: u32, out: usize): void {
  const box = changetype<PageBox>(alloc(offsetof<PageBox>()));
  pageBox(doc, pageAt(doc, i) as Page, box);
  store<f64>(out, box.width);
  store<f64>(out, box.height, 8);
  store<f64>(out, <f64>box.rotation, 16);
}

/** Writes the box that the page shows, in user space (f64 × 4). */
export function test_page_box(doc: Store, i: u32, out: usize): void {
  const box = changetype<PageBox>(alloc(offsetof<PageBox>()));
  pageBox(doc, pageAt(doc, i) as Page, box);
  memory.copy(out, changetype<usize>(box), 32);
}

/** The page's object number. */
export function test_page_object(doc: Store, i: u32): u32 {
  return (pageAt(doc, i) as Page).number;
}

/** The number of the object that the page's /Resources lie in, 0 when it has none. */
export function test_page_resources(doc: Store, i: u32): u32 {
  return ownerNumber((pageAt(doc, i) as Page).resources);
}

/** The number that an object is; NaN when it is none. */
export function test_number(doc: Store, number: u32): f64 {
  const object = fetch(doc, number);
  return isNumber(object) ? numberOf(object) : NaN;
}

/** Decodes the page's /Contents where it is one stream; the StreamData, 0 when there is none. */
export function test_contents(doc: Store, i: u32): usize {
  const data = changetype<StreamData>(alloc(offsetof<StreamData>()));
  return readStream(doc, get(doc, (pageAt(doc, i) as Page).dict, Name.Contents), data) ? changetype<usize>(data) : 0;
}

/** Decodes the stream of an object number. */
export function test_stream(doc: Store, number: u32): usize {
  const data = changetype<StreamData>(alloc(offsetof<StreamData>()));
  return readStream(doc, fetch(doc, number), data) ? changetype<usize>(data) : 0;
}

export function test_warnings(doc: Store): u32 {
  return warningCount(doc);
}

/** The address of a record of warnings.ts. */
export function test_warning(doc: Store, i: u32): usize {
  return warningAt(doc, i);
}

/** A part of the document as JSON: a Buffer. */
export function test_json(doc: Store, part: u32, page: u32): usize {
  return writeJson(doc, part, page);
}

/** The contents of an attachment: a Buffer, 0 where there is none. */
export function test_attachment(doc: Store, i: u32): usize {
  return attachmentData(doc, i);
}

/** Says what layers are shown for. */
export function test_layer_usage(doc: Store, event: u32, zoom: f64): bool {
  return setLayerUsage(doc, event, zoom);
}
