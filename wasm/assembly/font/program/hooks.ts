import { Arena } from '../../memory/arena';
import { Path } from '../../geometry/path';
import { Bytes } from './bytes';
import {
  advance,
  codeName,
  FontProgram,
  gidOfAnyCmap,
  gidOfCid,
  gidOfCmap,
  gidOfCode,
  gidOfName,
  glyphCount,
  glyphName,
  hasCmap,
  isCidKeyed,
  loadProgram,
  outline,
  verticalGlyph,
} from './program';

export { test_alloc, test_bytes_in_use, test_free } from '../../memory/hooks';

export function test_arena(): usize {
  return changetype<usize>(Arena.create());
}

export function test_destroy(arena: usize): void {
  changetype<Arena>(arena).destroy();
}

export function test_path(): usize {
  return changetype<usize>(Path.create());
}

export function test_path_destroy(path: usize): void {
  changetype<Path>(path).destroy();
}

export function test_load(arena: usize, data: usize, length: u32): usize {
  return changetype<usize>(loadProgram(changetype<Arena>(arena), data, length));
}

export function test_count(program: usize): u32 {
  return glyphCount(changetype<FontProgram>(program));
}

export function test_outline(program: usize, gid: u32, path: usize): bool {
  changetype<Path>(path).clear();
  return outline(changetype<FontProgram>(program), gid, changetype<Path>(path));
}

export function test_advance(program: usize, gid: u32): f32 {
  return advance(changetype<FontProgram>(program), gid);
}

export function test_gid_of_name(program: usize, name: usize, length: u32): i32 {
  return gidOfName(changetype<FontProgram>(program), name, length);
}

/** The name goes to `out`: address, length (u32 each). */
export function test_name(program: usize, gid: u32, out: usize): bool {
  return glyphName(changetype<FontProgram>(program), gid, changetype<Bytes>(out));
}

export function test_code_name(program: usize, code: u32, out: usize): bool {
  return codeName(changetype<FontProgram>(program), code, changetype<Bytes>(out));
}

export function test_gid_of_code(program: usize, code: u32): i32 {
  return gidOfCode(changetype<FontProgram>(program), code);
}

export function test_is_cid(program: usize): bool {
  return isCidKeyed(changetype<FontProgram>(program));
}

export function test_gid_of_cid(program: usize, cid: u32): i32 {
  return gidOfCid(changetype<FontProgram>(program), cid);
}

export function test_has_cmap(program: usize, platform: u32, encoding: u32): bool {
  return hasCmap(changetype<FontProgram>(program), platform, encoding);
}

export function test_gid_of_cmap(program: usize, platform: u32, encoding: u32, code: u32): u32 {
  return gidOfCmap(changetype<FontProgram>(program), platform, encoding, code);
}

export function test_gid_of_any_cmap(program: usize, code: u32): u32 {
  return gidOfAnyCmap(changetype<FontProgram>(program), code);
}

export function test_vertical_glyph(program: usize, gid: u32): u32 {
  return verticalGlyph(changetype<FontProgram>(program), gid);
}
