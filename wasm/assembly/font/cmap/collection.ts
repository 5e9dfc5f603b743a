import { Name } from '../../syntax/names';
import { nameBytes, nameLength } from '../../syntax/name-table';
import { Kind, kindOf, lengthOf, nameOf, Obj, stringOf } from '../../syntax/object';
import { get, Store } from '../../syntax/store';

/**
 * The character collection of a font by its /CIDSystemInfo (ISO 32000-2, 9.7.3), or where that names none of Adobe's by
 * its predefined CMap; as the name of the CMap from its CIDs to text, 0 for none.
 */
export function collectionOf(doc: Store, info: Obj, encoding: Obj): Name {
  const ordering = get(doc, info, Name.Ordering);
  const p = stringOf(ordering);
  const length = lengthOf(ordering);
  if (p && length >= 3) {
    const head = ((<u32>load<u8>(p)) << 16) | ((<u32>load<u8>(p, 1)) << 8) | (<u32>load<u8>(p, 2));
    if (head == 0x4a6170 && length == 6) return Name.Adobe_Japan1_UCS2; // Jap(an1)
    if (head == 0x474231 && length == 3) return Name.Adobe_GB1_UCS2; // GB1
    if (head == 0x434e53 && length == 4) return Name.Adobe_CNS1_UCS2; // CNS(1)
    if (head == 0x4b6f72 && length == 6) return Name.Adobe_Korea1_UCS2; // Kor(ea1)
  }
  return kindOf(encoding) == Kind.Name ? collectionOfCMap(doc, nameOf(encoding)) : Name.None;
}

/** Table 116: the names of the predefined CMaps tell their collection. */
function collectionOfCMap(doc: Store, name: u32): Name {
  if (holds(doc, name, 0x4247 /* GB */)) return Name.Adobe_GB1_UCS2;
  if (holds(doc, name, 0x3542 /* B5 */) || holds(doc, name, 0x4e43 /* CN(S) */)) return Name.Adobe_CNS1_UCS2;
  if (holds(doc, name, 0x534b /* KS */)) {
    return holds(doc, name, 0x4a53 /* (RK)SJ */) ? Name.Adobe_Japan1_UCS2 : Name.Adobe_Korea1_UCS2;
  }
  if (holds(doc, name, 0x494a /* JI(S) */) || holds(doc, name, 0x5545 /* EU(C) */)) return Name.Adobe_Japan1_UCS2;
  return nameLength(doc, name) == 1 ? Name.Adobe_Japan1_UCS2 : Name.None; // H, V
}

/** Whether a name has two letters, packed with the first lowest, somewhere in it. */
function holds(doc: Store, name: u32, letters: u32): bool {
  const p = nameBytes(doc, name);
  const length = nameLength(doc, name);
  for (let i: u32 = 0; i + 2 <= length; i++) if (<u32>load<u16>(p + i) == letters) return true;
  return false;
}
