import { nameBytes, nameLength } from '../syntax/name-table';
import { Store } from '../syntax/store';

/**
 * Names, in GBK, of the Chinese fonts of Windows: SimSun, KaiTi, SimHei, FangSong and NSimSun (宋体 楷体 黑体 仿宋 新宋),
 * four bytes each. Programs of that time wrote TrueType fonts of these names as simple ones, and text in GBK with them.
 */
// prettier-ignore
// @ts-ignore: decorator
@lazy const NAMES: usize = memory.data<u8>([
  0xcb, 0xce, 0xcc, 0xe5, 0xbf, 0xac, 0xcc, 0xe5, 0xba, 0xda, 0xcc, 0xe5, 0xb7, 0xc2, 0xcb, 0xce, 0xd0, 0xc2, 0xcb, 0xce,
]);

/** Whether a simple font that is not embedded has text in GBK: as its name tells. */
export function isGbkName(doc: Store, name: u32): bool {
  if (nameLength(doc, name) < 4) return false;
  const head = load<u32>(nameBytes(doc, name));
  for (let i: usize = 0; i < 20; i += 4) if (load<u32>(NAMES + i) == head) return true;
  return false;
}
