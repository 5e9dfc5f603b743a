import { spend, Store } from '../syntax/store';
import { FontProgram, hasCmap, reverseOfCmap } from './program/program';

/**
 * Glyph → character (u16 each, 0: none) by a TrueType font's own Unicode 'cmap', for text that nothing else tells. 0 when
 * the font has no such 'cmap', or memory is out.
 */
export function reverseCmap(doc: Store, program: FontProgram): usize {
  const platform: u32 = hasCmap(program, 3, 1) ? 3 : 0;
  const encoding: u32 = platform == 3 ? 1 : 3;
  if (!hasCmap(program, platform, encoding)) return 0;
  const table = doc.cache.alloc((<usize>program.glyphCount + 1) << 1);
  if (table) spend(doc, <i32>(reverseOfCmap(program, platform, encoding, table) >> 2));
  return table;
}
