import { Matrix } from '../geometry/matrix';
import { Name } from '../syntax/names';
import { get, getMatrix, Store } from '../syntax/store';
import { Font } from './record';
import { loadSimple, SimpleFont } from './simple-font';
import { Look } from './substitute';

/**
 * Type 3 fonts, whose glyphs are content streams (ISO 32000-2, 9.6.4): codes go by /Encoding to names, names by
 * /CharProcs to streams. Null when memory is out.
 */
export function loadType3(doc: Store, font: Font): SimpleFont | null {
  const p = doc.arena.alloc(offsetof<Matrix>());
  if (!p) return null;
  font.matrix = changetype<Matrix>(p);
  if (!getMatrix(doc, font.dict, Name.FontMatrix, font.matrix)) font.matrix.set(0.001, 0, 0, 0.001, 0, 0);
  font.resources = get(doc, font.dict, Name.Resources);
  return loadSimple(doc, font, Look.Sans);
}
