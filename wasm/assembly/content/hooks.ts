import { Image, loadImage } from '../image/image';
import { alloc } from '../memory/heap';
import { nameBytes, nameLength } from '../syntax/name-table';
import { neededResource, provideResource } from '../syntax/resources';
import { Store } from '../syntax/store';
import { Progress } from './loop';
import { beginPage, endPage, pageFuel, PageTask, stepPage } from './page-task';

export { test_alloc, test_bytes_in_use } from '../memory/hooks';
export { test_open, test_warning, test_warnings } from '../document/hooks';

/** Interprets a page in one go, without the resources that it lacks: a `PageTask`, or 0. */
export function test_interpret(doc: Store, i: u32): usize {
  const task = beginPage(doc, i);
  if (task) while (stepPage(task, i64.MAX_VALUE) != Progress.Done) test_bring_nothing(doc);
  return changetype<usize>(task);
}

/** The display list of a page; 0 when there is none. */
export function test_page(doc: Store, i: u32): usize {
  const task = test_interpret(doc, i);
  return task ? test_list(changetype<PageTask>(task)) : 0;
}

export function test_begin(doc: Store, i: u32): usize {
  return changetype<usize>(beginPage(doc, i));
}

/** A `Progress`. */
export function test_step(task: PageTask, fuel: f64): u32 {
  return stepPage(task, <i64>fuel);
}

export function test_list(task: PageTask): usize {
  return changetype<usize>(task.list);
}

/** Gives a page back. */
export function test_end(task: PageTask): void {
  endPage(task);
}

/** How many resources are needed. */
export function test_needed(doc: Store): u32 {
  let count: u32 = 0;
  while (neededResource(doc, count)) count++;
  return count;
}

/** The host has none of what is needed. */
export function test_bring_nothing(doc: Store): void {
  for (let atom = neededResource(doc, 0); atom; atom = neededResource(doc, 0)) provideResource(doc, atom, 0, 0);
}

/** Fuel that the last page left. */
/** What a page begins with. */
export function test_page_fuel(doc: Store): f64 {
  return <f64>pageFuel(doc);
}

export function test_fuel(doc: Store): f64 {
  return <f64>doc.fuel;
}

/** Decodes an image: u32 width, height, kind and address of the pixels to `out`; false when it cannot be. */
export function test_image(doc: Store, image: Image, out: usize): bool {
  if (!loadImage(doc, image)) return false;
  store<u32>(out, image.width);
  store<u32>(out, image.height, 4);
  store<u32>(out, image.kind, 8);
  store<u32>(out, <u32>image.pixels, 12);
  return true;
}

/** A name: u32 address of its bytes, u32 their length. */
export function test_name(doc: Store, atom: u32): usize {
  const p = alloc(8);
  store<u32>(p, <u32>nameBytes(doc, atom));
  store<u32>(p, nameLength(doc, atom), 4);
  return p;
}
