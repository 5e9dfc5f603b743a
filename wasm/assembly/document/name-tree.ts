import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, Obj, rawAt, refNumber } from '../syntax/object';
import { at, get, resolve, spend, Store } from '../syntax/store';

/**
 * Name trees and number trees, ISO 32000-2, 7.9.6 and 7.9.7. They are read as a whole: the /Limits of damaged trees
 * cannot be relied on.
 *
 *   entry   ┌ 0 key (Obj, u32)    ┌ 4 value, which may be a Ref (Obj, u32)
 */

/** Nodes inside one another. */
const MAX_DEPTH: i32 = 32;
/** Bytes of entries, and of nodes' numbers, beyond which the rest is left out. */
const MAX_BYTES: u32 = 1 << 23;

/** The entries of a tree in a Buffer, which is the caller's; `leaves` is /Names or /Nums. Null when memory is out. */
export function readTree(doc: Store, root: Obj, leaves: Name): Buffer | null {
  const seen = IntMap.create();
  const out = Buffer.create(256);
  if (seen && out) visit(doc, root, leaves, out, seen, 0);
  if (seen) seen.destroy();
  return out;
}

/** A node that was met before is passed over, so that a tree whose nodes are shared ends. */
function visit(doc: Store, reference: Obj, leaves: Name, out: Buffer, seen: IntMap, depth: i32): void {
  const number = refNumber(reference);
  const node = resolve(doc, reference);
  if (kindOf(node) != Kind.Dict || depth > MAX_DEPTH || (number && seen.get(number))) return;
  if (!spend(doc, 1)) return;
  if (number) seen.set(number, 1);
  const entries = get(doc, node, leaves);
  const count = kindOf(entries) == Kind.Array ? lengthOf(entries) : 0;
  for (let i: u32 = 0; i + 1 < count && out.length < MAX_BYTES && spend(doc, 1); i += 2) {
    out.pushU32(<u32>at(doc, entries, i));
    out.pushU32(<u32>rawAt(entries, i + 1));
  }
  const kids = get(doc, node, Name.Kids);
  const kidCount = kindOf(kids) == Kind.Array ? lengthOf(kids) : 0;
  for (let i: u32 = 0; i < kidCount && doc.fuel > 0; i++) visit(doc, rawAt(kids, i), leaves, out, seen, depth + 1);
}

export function entryCount(entries: Buffer): u32 {
  return entries.length >> 3;
}

export function keyOf(entries: Buffer, i: u32): Obj {
  return <usize>entries.getU32(i * 2);
}

/** May be a Ref. */
export function rawValueOf(entries: Buffer, i: u32): Obj {
  return <usize>entries.getU32(i * 2 + 1);
}

export function valueOf(doc: Store, entries: Buffer, i: u32): Obj {
  return resolve(doc, rawValueOf(entries, i));
}
