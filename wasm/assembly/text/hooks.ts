import { interpretPage } from '../content/page';
import { DisplayList } from '../display/list';
import { openStore } from '../document/open';
import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { alloc } from '../memory/heap';
import { Store } from '../syntax/store';
import { pageText } from './page-text';
import { pageRuns } from './runs';

export function test_alloc(size: u32): usize {
  return alloc(size);
}

export function test_open(bytes: usize, length: u32): usize {
  return changetype<usize>(openStore(bytes, length));
}

/** The display list of a page; 0 when there is none. */
export function test_page(doc: Store, i: u32): usize {
  return changetype<usize>(interpretPage(doc, i, Arena.create(65536) as Arena));
}

/** The text of a page: a Buffer of UTF-16. */
export function test_text(doc: Store, list: DisplayList): usize {
  const out = Buffer.create(64) as Buffer;
  pageText(doc, list, 0, out);
  return changetype<usize>(out);
}

/** The runs of a page: a Buffer of records, see runs.ts. */
export function test_runs(doc: Store, list: DisplayList): usize {
  const out = Buffer.create(64) as Buffer;
  pageRuns(doc, list, 0, out);
  return changetype<usize>(out);
}
