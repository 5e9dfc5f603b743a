import { Arena } from '../memory/arena';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, Obj } from '../syntax/object';
import { at, get, spend, Store } from '../syntax/store';
import { evaluate, MAX_VALUES, parseFunction } from './function';

/** Transfer functions, ISO 32000-2, 10.5, as tables of 256 bytes. */
const TABLE: usize = 256;
/** More different ones than this are an attack: they are told apart by nine bits, see image/image.ts. */
const MOST: u32 = 511;

/** Tables for red, green and blue, one behind the other, of the document's cache: each that says the same is one. */
@unmanaged
class TransferTables {
  next: usize;
  /** Counts from 1. */
  id: u32;
}

/** The table of a function of one number, 0 to 1; 0: it is none, and so the identity. */
export function transferTable(doc: Store, arena: Arena, o: Obj): usize {
  const table = arena.alloc(TABLE);
  return table && fillTable(doc, o, table) ? table : 0;
}

/**
 * What a graphics state dictionary makes of colours: tables for red, green and blue, one behind the other; 0: they stay. /TR2
 * goes before /TR (table 57); `held` is what holds where there is neither.
 */
export function transferOf(doc: Store, dict: Obj, held: usize): usize {
  const second = get(doc, dict, Name.TR2);
  const o = second ? second : get(doc, dict, Name.TR);
  if (!o) return held;
  // /Identity, and the device's own, which is the identity.
  if (kindOf(o) == Kind.Name) return 0;
  const tables = push(3 * TABLE);
  const found = fillTables(doc, o, tables) ? shared(doc, tables, held) : held;
  pop(tables);
  return found;
}

/** Fills three tables; false where nothing comes of them. */
function fillTables(doc: Store, o: Obj, tables: usize): bool {
  const several = kindOf(o) == Kind.Array && lengthOf(o) >= 3;
  let changes = false;
  for (let i: u32 = 0; i < 3; i++) {
    const one = several ? at(doc, o, i) : o;
    const table = tables + <usize>i * TABLE;
    if (fillTable(doc, one, table)) changes = true;
    else if (several && kindOf(one) != Kind.Name) return false;
    else for (let v: usize = 0; v < TABLE; v++) store<u8>(table + v, <u8>v);
  }
  return changes;
}

/** Where tables like these are kept; `held` when memory or fuel is out, or there are too many. */
function shared(doc: Store, tables: usize, held: usize): usize {
  for (let p = doc.transfers; p; p = changetype<TransferTables>(p).next) {
    const known = p + offsetof<TransferTables>();
    if (!spend(doc, 1)) return held;
    if (memory.compare(known, tables, 3 * TABLE) == 0) return known;
  }
  const id = doc.transfers ? changetype<TransferTables>(doc.transfers).id + 1 : 1;
  const p = id <= MOST ? doc.cache.alloc(offsetof<TransferTables>() + 3 * TABLE) : 0;
  if (!p) return held;
  changetype<TransferTables>(p).next = doc.transfers;
  changetype<TransferTables>(p).id = id;
  doc.transfers = p;
  memory.copy(p + offsetof<TransferTables>(), tables, 3 * TABLE);
  return p + offsetof<TransferTables>();
}

/** What tells tables from others, 1 to 511; 0: there are none. */
export function transferId(tables: usize): u32 {
  return tables ? changetype<TransferTables>(tables - offsetof<TransferTables>()).id : 0;
}

/** Whether what is gray may become another colour. */
export function transferColors(tables: usize): bool {
  return memory.compare(tables, tables + TABLE, 2 * TABLE) != 0;
}

/** 0xAABBGGRR through the tables, whose alpha stays. */
export function transferred(tables: usize, color: u32): u32 {
  if (!tables) return color;
  return (
    (<u32>load<u8>(tables + <usize>(color & 255))) |
    ((<u32>load<u8>(tables + <usize>((color >> 8) & 255), TABLE)) << 8) |
    ((<u32>load<u8>(tables + <usize>((color >> 16) & 255), 2 * TABLE)) << 16) |
    (color & 0xff000000)
  );
}

function fillTable(doc: Store, o: Obj, table: usize): bool {
  const f = kindOf(o) == Kind.Dict || kindOf(o) == Kind.Stream ? parseFunction(doc, o) : null;
  if (!f || f.inputs != 1) return false;
  const input = push(8 + ((<usize>MAX_VALUES) << 3));
  const output = input + 8;
  for (let i: usize = 0; i < TABLE; i++) {
    store<f64>(input, <f64>i / 255);
    evaluate(f, input, output);
    store<u8>(table + i, <u8>(min(max(load<f64>(output), 0), 1) * 255 + 0.5));
  }
  pop(input);
  return true;
}
