import { Store } from './store';
import { readXref } from './xref';
export function test_open(p: usize, n: u32): usize {
  const s = Store.create(p, n);
  if (!s) return 0;
  readXref(s);
  return changetype<usize>(s);
}
