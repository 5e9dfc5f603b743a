import { Progress } from '../content/loop';
import { beginPage, stepPage } from '../content/page-task';
import { DisplayList } from '../display/list';
import { Buffer } from '../memory/buffer';
import { neededResource, provideResource } from '../syntax/resources';
import { Store } from '../syntax/store';
import { pageText } from './page-text';
import { pageRuns } from './runs';

export { test_alloc } from '../memory/hooks';
export { test_open } from '../document/hooks';

/** The display list of a page, made without the resources that it lacks; 0 when there is none. */
export function test_page(doc: Store, i: u32): usize {
  const task = beginPage(doc, i);
  if (!task) return 0;
  while (stepPage(task, i64.MAX_VALUE) != Progress.Done)
    for (let atom = neededResource(doc, 0); atom; atom = neededResource(doc, 0)) provideResource(doc, atom, 0, 0);
  return changetype<usize>(task.list);
}

/** The text of a page: a Buffer of UTF-16. */
export function test_text(doc: Store, list: DisplayList): usize {
  const out = Buffer.create(64) as Buffer;
  pageText(doc, list, 0, out, true);
  return changetype<usize>(out);
}

/** The runs of a page: a Buffer of records, see runs.ts. */
export function test_runs(doc: Store, list: DisplayList, written: bool): usize {
  const out = Buffer.create(64) as Buffer;
  pageRuns(doc, list, 0, out, written);
  return changetype<usize>(out);
}
