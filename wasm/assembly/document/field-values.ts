import { alloc, free } from '../memory/heap';
import { IntMap } from '../memory/map';
import { intern } from '../syntax/name-table';
import { Cell, CELL, Kind, Obj, ownerNumber, putCell } from '../syntax/object';
import { Store } from '../syntax/store';

/**
 * What has been filled into form fields since the document was opened. It stands for the value (/V) that the file has,
 * as it is to be shown: a number as its format has it.
 *
 *   value   ┌ 0  cell: a String, a Name, or an Array of Ints    ┌ 16  bytes of the String, or cells of the Array
 *
 * By the object numbers of fields, on the heap.
 */
export const enum FieldValueKind {
  /** As the file has it. */
  None = 0,
  /** A text string (ISO 32000-2, 7.9.2.2). */
  Text = 1,
  /** The state of a button: a name. */
  State = 2,
  /** Indices of options, i32 each. */
  Chosen = 3,
}

/** More bytes than that no widget shows. */
const MOST_BYTES: u32 = 1 << 16;

/** Sets the value of the field of an object number. False when memory is out, or there is too much of it. */
export function setFieldValue(doc: Store, number: u32, kind: FieldValueKind, bytes: usize, length: u32): bool {
  if (!number || length > MOST_BYTES) return false;
  const map = doc.fieldValues ? changetype<IntMap>(doc.fieldValues) : IntMap.create();
  if (!map) return false;
  doc.fieldValues = changetype<usize>(map);
  const value = kind == FieldValueKind.None ? 0 : makeValue(doc, kind, bytes, length);
  if (!value && kind != FieldValueKind.None) return false;
  const old = map.get(number);
  if (!map.set(number, <u32>value)) {
    free(value);
    return false;
  }
  free(<usize>old);
  return true;
}

/** What has been filled into the field that a dictionary is, but for what it inherits; 0 where nothing has been. */
export function filledValue(doc: Store, field: Obj): Obj {
  return doc.fieldValues ? <usize>changetype<IntMap>(doc.fieldValues).get(ownerNumber(field)) : 0;
}

function makeValue(doc: Store, kind: FieldValueKind, bytes: usize, length: u32): usize {
  const count = length >> 2;
  const cell = alloc(CELL + (kind == FieldValueKind.Chosen ? <usize>count * CELL : <usize>length));
  if (!cell) return 0;
  if (kind == FieldValueKind.State) {
    putCell(cell, Kind.Name, intern(doc, bytes, length));
    return cell;
  }
  if (kind == FieldValueKind.Text) {
    putCell(cell, Kind.String, length, cell + CELL);
    memory.copy(cell + CELL, bytes, length);
    return cell;
  }
  putCell(cell, Kind.Array, count, cell + CELL);
  for (let i: u32 = 0; i < count; i++) {
    const item = cell + CELL + <usize>i * CELL;
    const index = load<i32>(bytes + ((<usize>i) << 2));
    putCell(item, Kind.Int, index);
    changetype<Cell>(item).number = <f64>index;
  }
  return cell;
}
