import { parseColorSpace, toRgb } from './space';
import { Store } from '../syntax/store';
export function t(doc: Store, v: usize): u32 {
  return toRgb(parseColorSpace(doc, 0, 0)!, v);
}
