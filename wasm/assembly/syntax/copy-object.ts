import { Arena } from '../memory/arena';
import { CELL, ENTRY, Kind, kindOf, Obj } from './object';

/**
 * A copy of an object in another arena, so that it lives as long as that; references in it stay references. 0 when memory
 * is out. The parser bounds how deep objects are.
 */
export function copyObject(arena: Arena, o: Obj): Obj {
  const cell = o ? arena.alloc(CELL) : 0;
  if (!cell) return 0;
  memory.copy(cell, o, CELL);
  return copyParts(arena, cell) ? cell : 0;
}

/** Copies what a cell points to. */
function copyParts(arena: Arena, cell: usize): bool {
  const kind = kindOf(cell);
  const count = <usize>load<u32>(cell, 4);
  const from = <usize>load<u32>(cell, 8);
  if (kind != Kind.String && kind != Kind.Array && kind != Kind.Dict) return true;
  const step: usize = kind == Kind.String ? 1 : kind == Kind.Array ? CELL : ENTRY;
  const to = arena.alloc(count * step + 1);
  if (!to) return false;
  memory.copy(to, from, count * step);
  store<u32>(cell, <u32>to, 8);
  if (kind == Kind.String) return true;
  const value: usize = kind == Kind.Dict ? ENTRY - CELL : 0;
  for (let p = to; p < to + count * step; p += step) if (!copyParts(arena, p + value)) return false;
  return true;
}
