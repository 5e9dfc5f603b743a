import { forgetAll } from '../image/cache';
import { Arena } from '../memory/arena';
import { alloc, free } from '../memory/heap';
import { forgetObjects, Store } from '../syntax/store';

/**
 * The four lifetimes. What is allocated lies in the arena of one of them:
 *
 *   document  `doc.arena`   where things are in the file, names, what the host has brought
 *   cache     `doc.cache`   what is read of the file and can be read again: objects, fonts, colour spaces, functions, images
 *   page      `list.arena`  a display list and all that was made for it alone
 *   call      `doc.call`    scratch, until the host's call ends
 *
 * The cache goes by generations. All that is read goes into the newest, and finds there only what is of it; when it has
 * grown enough, a new one begins, empty, and what is still needed is read again. An open page holds the generation
 * that it was read in: when the last page of one that is not the newest is closed, it is given back whole. So nothing
 * needs to know who points to it, and no address dies while it is in use.
 */

/** A generation that is not the newest any more, and has open pages. */
@unmanaged
class Generation {
  /** The next one that is held. */
  next: usize;
  number: u32;
  /** Open pages. */
  holders: u32;
  arena: Arena;
  /** Its images by object number, an IntMap; 0: none. */
  images: usize;
}

/** Keeps all that is in the newest generation, and lets nothing be renewed until `finish`: a page is being read. Its number, for `letGo`. */
export function hold(doc: Store): u32 {
  doc.holders++;
  doc.unfinished++;
  return doc.generation;
}

/** The page has been read. */
export function finish(doc: Store): void {
  doc.unfinished--;
  // What one page needs is no reason to begin anew: it would be read for each.
  if (!doc.cacheBase) doc.cacheBase = <u32>doc.cache.bytes();
}

/** A page that held a generation is closed: the last one takes it along, but for the newest. */
export function letGo(doc: Store, number: u32): void {
  if (number == doc.generation) {
    doc.holders--;
    return;
  }
  for (let p = doc.generations; p; p = changetype<Generation>(p).next) {
    const generation = changetype<Generation>(p);
    if (generation.number != number) continue;
    if (--generation.holders == 0) giveBack(doc, generation);
    return;
  }
}

/** Begins a new generation when this one is full. Called before anything is read; what has been read is then good no more. */
export function renew(doc: Store): void {
  if (doc.unfinished || doc.cache.bytes() < <usize>doc.cacheBase + <usize>doc.cacheLimit) return;
  const p = alloc(offsetof<Generation>());
  const arena = Arena.create(65536);
  if (!p || !arena) {
    free(p);
    if (arena) arena.destroy();
    return;
  }
  const old = changetype<Generation>(p);
  old.number = doc.generation;
  old.holders = doc.holders;
  old.arena = doc.cache;
  old.images = doc.images;
  old.next = doc.generations;
  doc.generations = p;
  doc.cache = arena;
  doc.cacheBase = 0;
  doc.holders = 0;
  doc.generation++;
  forgetObjects(doc);
  if (!old.holders) giveBack(doc, old);
}

function giveBack(doc: Store, generation: Generation): void {
  const self = changetype<usize>(generation);
  if (doc.generations == self) {
    doc.generations = generation.next;
  } else {
    let before = changetype<Generation>(doc.generations);
    while (before.next != self) before = changetype<Generation>(before.next);
    before.next = generation.next;
  }
  forgetAll(doc, generation.images);
  generation.arena.destroy();
  free(self);
}
