import { Arena } from './arena';
import { Buffer } from './buffer';
import { alloc, bytesInUse, free, realloc } from './heap';
import { IntMap } from './map';

export function test_alloc(size: u32): usize {
  return alloc(size);
}

export function test_free(p: usize): void {
  free(p);
}

export function test_realloc(p: usize, size: u32): usize {
  return realloc(p, size);
}

export function test_bytes_in_use(): usize {
  return bytesInUse();
}

export function test_arena(): usize {
  return changetype<usize>(Arena.create(256));
}

export function test_arena_alloc(arena: usize, size: u32): usize {
  return changetype<Arena>(arena).alloc(size);
}

export function test_arena_mark(arena: usize): usize {
  return changetype<Arena>(arena).mark();
}

export function test_arena_release(arena: usize, mark: usize): void {
  changetype<Arena>(arena).release(mark);
}

export function test_arena_adopt(arena: usize, block: usize): void {
  changetype<Arena>(arena).adopt(block);
}

export function test_arena_bytes(arena: usize): usize {
  return changetype<Arena>(arena).bytes();
}

export function test_arena_destroy(arena: usize): void {
  changetype<Arena>(arena).destroy();
}

export function test_buffer(): usize {
  return changetype<usize>(Buffer.create());
}

export function test_buffer_push(buffer: usize, value: u32): void {
  changetype<Buffer>(buffer).pushU32(value);
}

export function test_buffer_get(buffer: usize, i: u32): u32 {
  return changetype<Buffer>(buffer).getU32(i);
}

export function test_map(arena: usize): usize {
  return changetype<usize>(IntMap.create(changetype<Arena>(arena)));
}

export function test_map_set(map: usize, key: u32, value: u32): void {
  changetype<IntMap>(map).set(key, value);
}

export function test_map_get(map: usize, key: u32, fallback: u32): u32 {
  return changetype<IntMap>(map).get(key, fallback);
}
