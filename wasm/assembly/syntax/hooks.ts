import { alloc } from '../memory/heap';
import { Lexer } from './lexer';
import { Cell, CELL, Kind, kindOf, lengthOf, nameOf, Obj, rawAt, keyAt, valueAt } from './object';
import { intern, nameBytes, nameLength } from './name-table';
import { Owner, parseObject } from './parser';
import { createStore, fetch, Store } from './store';
import { readXref } from './xref';

export { test_alloc, test_bytes_in_use } from '../memory/hooks';

export function test_store(bytes: usize, length: u32): usize {
  return changetype<usize>(createStore(bytes, length));
}

export function test_lexer(doc: Store): usize {
  const lexer = Lexer.create(doc);
  if (lexer) lexer.openFile(0);
  return changetype<usize>(lexer);
}

export function test_next(lexer: Lexer): u32 {
  return lexer.next();
}

export function test_real(lexer: Lexer): f64 {
  return lexer.real;
}

export function test_text(lexer: Lexer): usize {
  return lexer.text;
}

export function test_text_length(lexer: Lexer): u32 {
  return lexer.textLength;
}

export function test_atom(lexer: Lexer): u32 {
  return lexer.atom;
}

export function test_name_bytes(doc: Store, atom: u32): usize {
  return nameBytes(doc, atom);
}

export function test_name_length(doc: Store, atom: u32): u32 {
  return nameLength(doc, atom);
}

export function test_intern(doc: Store, at: usize, length: u32): u32 {
  return intern(doc, at, length);
}

/** Parses the store's bytes as one object. */
export function test_parse(doc: Store, references: bool): usize {
  const lexer = changetype<Lexer>(test_lexer(doc));
  const owner = changetype<Owner>(doc.arena.alloc(offsetof<Owner>()));
  owner.arena = doc.arena;
  owner.references = references;
  return parseObject(doc, lexer, owner);
}

export function test_kind(o: Obj): Kind {
  return kindOf(o);
}

/** The `value` of a cell. */
export function test_value(o: Obj): u32 {
  return changetype<Cell>(o).value;
}

export function test_number(o: Obj): f64 {
  return changetype<Cell>(o).number;
}

export function test_address(o: Obj): usize {
  return <usize>changetype<Cell>(o).place;
}

export function test_length(o: Obj): u32 {
  return lengthOf(o);
}

export function test_name(o: Obj): u32 {
  return nameOf(o);
}

export function test_at(o: Obj, i: u32): usize {
  return rawAt(o, i);
}

export function test_key_at(o: Obj, i: u32): u32 {
  return keyAt(o, i);
}

export function test_value_at(o: Obj, i: u32): usize {
  return valueAt(o, i);
}

export function test_cell_size(): u32 {
  return <u32>CELL;
}

/** Copies bytes of the file. */
export function test_copy(doc: Store, from: u32, count: u32, to: usize): void {
  doc.source.copy(from, count, to);
}

export function test_warnings(doc: Store): u32 {
  return doc.warnings.length / 12;
}

export function test_read_table(doc: Store): bool {
  return readXref(doc);
}

/** An object by its number, with so much fuel. */
export function test_fetch(doc: Store, number: u32, fuel: f64): usize {
  doc.fuel = <i64>fuel;
  return fetch(doc, number);
}

export function test_is_rebuilt(doc: Store): bool {
  return doc.rebuilt;
}
