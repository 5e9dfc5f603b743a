import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { Cell, CELL, ENTRY, Kind, kindOf, Obj } from './object';

/** A copy of an object in another arena, so that it lives as long as that; references in it stay references. 0 when memory is out. */
export function copyObject(arena: Arena, o: Obj): Obj {
  const cell = o ? arena.alloc(CELL) : 0;
  const todo = cell ? Buffer.create(64) : null; // cells that point to what is not copied yet
  if (!todo) return 0;
  memory.copy(cell, o, CELL);
  todo.pushU32(<u32>cell);
  let ok = true;
  while (ok && todo.length) {
    todo.length -= 4;
    ok = copyParts(arena, <usize>load<u32>(todo.data + todo.length), todo);
  }
  todo.destroy();
  return ok ? cell : 0;
}

/** Copies what a cell points to, but for what its parts point to. */
function copyParts(arena: Arena, cell: usize, todo: Buffer): bool {
  const kind = kindOf(cell);
  const count = <usize>changetype<Cell>(cell).value;
  const from = <usize>changetype<Cell>(cell).place;
  if (kind != Kind.String && kind != Kind.Array && kind != Kind.Dict) return true;
  const step: usize = kind == Kind.String ? 1 : kind == Kind.Array ? CELL : ENTRY;
  const to = arena.alloc(count * step + 1);
  if (!to) return false;
  memory.copy(to, from, count * step);
  changetype<Cell>(cell).place = <u32>to;
  if (kind == Kind.String) return true;
  changetype<Cell>(cell).flag = 0; // the index of a dictionary's keys stays behind
  const value: usize = kind == Kind.Dict ? ENTRY - CELL : 0;
  for (let p = to; p < to + count * step; p += step) todo.pushU32(<u32>(p + value));
  return !todo.failed;
}
