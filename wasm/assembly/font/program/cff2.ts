import { Arena } from '../../memory/arena';
import { Bytes } from './bytes';
import { Cff, createCff, readFontDicts } from './cff';
import { dictFind, dictInt, Key } from './cff-dict';
import { Index, readIndex } from './cff-index';

/**
 * CFF2 (OpenType, 'CFF2'): CFF for variable fonts, without what OpenType's other tables have. A PDF chooses no instance,
 * so it is the default one that is drawn: charstrings name the default values, behind them those of the variations.
 */

/** Reads a 'CFF2' table. Null when there are no charstrings, or memory is out. */
export function loadCff2(arena: Arena, file: Bytes, unitsPerEm: u32): Cff | null {
  const cff = createCff(arena, file);
  const dict = Bytes.create(arena, file.data, 0);
  const operands = arena.alloc(48 << 3);
  const scratch = arena.alloc(offsetof<Index>());
  if (!cff || !dict || !operands || !scratch || file.u8(0) != 2) return null;
  cff.isVersion2 = true;
  const start = file.u8(2);
  const length = file.u16(3);
  dict.slice(file, start, length);
  readIndex(file, start + length, cff.globalSubrs, 4);
  readIndex(file, <u32>dictInt(dict, Key.CharStrings, -1, operands), cff.charStrings, 4);
  if (!cff.charStrings.count) return null;
  cff.glyphCount = cff.charStrings.count;
  // A length stands before the store itself.
  if (dictFind(dict, Key.VariationStore, operands) > 0) cff.variationStore = <u32>load<f64>(operands) + 2;
  return readFontDicts(cff, arena, dict, changetype<Index>(scratch), unitsPerEm, operands) ? cff : null;
}

/** How many variations each value of a `blend` has (OpenType, "Item variation store": the regions of a subtable). */
export function regionCount(cff: Cff, variationIndex: u32): u32 {
  const file = cff.file;
  const store = cff.variationStore;
  if (!store || variationIndex >= file.u16(store + 6)) return 0;
  return file.u16(store + file.u32(store + 8 + variationIndex * 4) + 4);
}
