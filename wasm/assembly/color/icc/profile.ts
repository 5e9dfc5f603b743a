import { Arena } from '../../memory/arena';
import { pop, push } from '../../memory/stack';
import { g, linearToRgb } from '../cie';
import { Intent } from '../intent';
import { allocCurves, curveAt } from './curve';
import { run, Stage, StageKind } from './stage';
import { Stages } from './table';
import { findTag, fixed, sizeOf, word } from './tags';

/**
 * ICC profiles (ISO 15076-1) to sRGB. A profile leads to the connection space, colours as seen under D50; from there it is
 * a matrix and a curve. Colours are numbers of 64 bits on all the way.
 */

/** Header fields, 7.2, and their values, as they are loaded. */
const VERSION: usize = 8;
const CLASS: usize = 12;
const SPACE: usize = 16;
const CONNECTION: usize = 20;
const SIGNATURE: usize = 36;
const HEADER: u32 = 128;
const ACSP: u32 = 0x70736361;
const GRAY: u32 = 0x59415247;
const RGB: u32 = 0x20424752;
const CMYK: u32 = 0x4b594d43;
const LAB: u32 = 0x2062614c;
const XYZ: u32 = 0x205a5958;
const DISPLAY: u32 = 0x72746e6d; // "mntr"
/** Tags, 9.2: "A2B0" and "B2A0" without their digit, "wtpt", "kTRC", and "rXYZ" and "rTRC" without their first letter. */
const A2B: u32 = 0x00423241;
const B2A: u32 = 0x00413242;
const WTPT: u32 = 0x74707477;
const TRC: u32 = 0x43525400;
const COLUMN: u32 = 0x5a595800;
const K: u32 = 0x6b;
const LETTERS: u32 = 0x00626772; // r, g, b from the lowest byte
const MFT2: u32 = 0x3274666d;

/** D50 of the connection space, 6.3.1. */
const X50: f64 = 0.9642;
const Z50: f64 = 0.8249;


@unmanaged
export class Profile {
  /** To the connection space's own numbers: X, Y, Z from 0 to 1, or L*, a*, b*. */
  stages: Stage | null;
  isLab: bool;
  /** What X, Y and Z are multiplied by, and what is added then. */
  sx: f64;
  sy: f64;
  sz: f64;
  tx: f64;
  ty: f64;
  tz: f64;
}

/** Whether the data are a profile for so many components. */
export function isProfile(data: usize, length: u32, components: u32): bool {
  if (length < HEADER + 4 || load<u32>(data + SIGNATURE) != ACSP) return false;
  const connection = load<u32>(data + CONNECTION);
  if (connection != LAB && connection != XYZ) return false;
  return load<u32>(data + SPACE) == (components == 1 ? GRAY : components == 3 ? RGB : CMYK);
}

/** Reads what an intent needs of a profile into `arena`; null: it cannot be used, or memory is out. */
export function readProfile(arena: Arena, data: usize, length: u32, components: u32, intent: u32): Profile | null {
  const profile = changetype<Profile>(arena.alloc(offsetof<Profile>()));
  if (!profile || !isProfile(data, length, components)) return null;
  const isLab = load<u32>(data + CONNECTION) == LAB;
  const p = push(offsetof<Stages>());
  memory.fill(p, 0, offsetof<Stages>());
  const stages = changetype<Stages>(p);
  stages.arena = arena;
  const table = tableOf(data, length, A2B, intent);
  if (table) readTable(stages, data, length, table, components, isLab);
  else if (components == 1) readGray(stages, data, length, isLab);
  else if (components == 3 && !isLab) readMatrix(stages, data, length);
  else stages.failed = true;
  const failed = stages.failed;
  profile.stages = stages.first;
  pop(p);
  if (failed || !profile.stages) return null;
  profile.isLab = isLab;
  profile.sx = profile.sy = profile.sz = 1;
  const plain = intent & 3;
  if (plain == Intent.AbsoluteColorimetric) scaleToWhite(profile, data, length);
  else if (!(intent & Intent.KeepBlack)) compensate(profile, arena, data, length, components, plain);
  return profile;
}

/** The tag of an intent's table, or of the one that stands in for it (9.2.1 and 8.12): 0 where there is none. */
function tableOf(data: usize, length: u32, family: u32, intent: u32): usize {
  const plain = intent & 3;
  const digit: u32 = plain == Intent.Perceptual ? 0 : plain == Intent.Saturation ? 2 : 1;
  const own = findTag(data, length, family | ((0x30 + digit) << 24), HEADER_LEAST);
  return own ? own : findTag(data, length, family | (0x30 << 24), HEADER_LEAST);
}
/** So many bytes a table's tag has at least. */
const HEADER_LEAST: u32 = 52;

/** A copy of a tag's data, of `size` bytes, which is not gone with the stream; 0: memory is out. */
function keep(arena: Arena, tag: usize, size: usize): usize {
  const copy = arena.allocRaw(size);
  if (copy) memory.copy(copy, tag, size);
  return copy;
}

function readTable(stages: Stages, data: usize, length: u32, tag: usize, components: u32, isLab: bool): void {
  const size = sizeOf(data, length, tag);
  const copy: usize = size < HEADER_LEAST ? 0 : keep(stages.arena, tag, size);
  if (!copy) {
    stages.failed = true;
    return;
  }
  stages.read(copy, copy + size, components, 3);
  if (!stages.failed) fromEncoded(stages, load<u32>(tag), isLab);
}

/** From 0…1 to the connection space's own numbers: 6.3.4; `mft2` has L*, a* and b* as version 2 had them (10.10). */
function fromEncoded(stages: Stages, type: u32, isLab: bool): void {
  const m = stages.matrix(3, 3);
  if (!m) return;
  const most = type == MFT2 ? 65535.0 / 65280.0 : 1.0;
  for (let i: usize = 0; i < 3; i++) {
    const range: f64 = !isLab ? 65535.0 / 32768.0 : i ? 255.0 * most : 100.0 * most;
    store<f64>(m + (i << 5), range);
    if (isLab && i) store<f64>(m + 72 + (i << 3), -128);
  }
}

/** F.2: gray is a share of white. */
function readGray(stages: Stages, data: usize, length: u32, isLab: bool): void {
  const tag = findTag(data, length, TRC | K, 12);
  const size: usize = tag ? sizeOf(data, length, tag) : 0;
  const copy: usize = tag ? keep(stages.arena, tag, size) : 0;
  if (!copy) {
    stages.failed = true;
    return;
  }
  stages.curves(copy, copy + size, 1);
  const m = stages.matrix(1, 3);
  if (!m) return;
  store<f64>(m, isLab ? 100 : X50);
  if (isLab) return;
  store<f64>(m, 1, 8);
  store<f64>(m, Z50, 16);
}

/** F.3: three curves and a matrix. */
function readMatrix(stages: Stages, data: usize, length: u32): void {
  const arena = stages.arena;
  const curves = allocCurves(arena, 3);
  for (let i: u32 = 0; curves && i < 3; i++) {
    const tag = findTag(data, length, TRC | ((LETTERS >> (i << 3)) & 255), 12);
    const size: usize = tag ? sizeOf(data, length, tag) : 0;
    const copy: usize = tag ? keep(arena, tag, size) : 0;
    if (!copy || !curveAt(curves, i).read(copy, copy + size)) stages.failed = true;
    curveAt(curves, i).remember(arena);
  }
  stages.add(StageKind.Curves, 3, 3, curves);
  const m = stages.matrix(3, 3);
  for (let i: usize = 0; m && i < 3; i++) {
    const column = findTag(data, length, COLUMN | ((LETTERS >> ((<u32>i) << 3)) & 255), 20);
    if (!column) stages.failed = true;
    else for (let k: usize = 0; k < 3; k++) store<f64>(m + k * 24 + (i << 3), fixed(column + 8 + (k << 2)));
  }
}

/** 6.3.2: absolute colours are those of the medium, whose white is not the light's. Displays of version 2 are adapted to theirs. */
function scaleToWhite(profile: Profile, data: usize, length: u32): void {
  const white = findTag(data, length, WTPT, 20);
  if (!white || (load<u32>(data + CLASS) == DISPLAY && word(data + VERSION) < 0x04000000)) return;
  profile.sx = fixed(white + 8) / X50;
  profile.sy = fixed(white + 12);
  profile.sz = fixed(white + 16) / Z50;
}

/** Black point compensation (ISO 18619): the darkest colour becomes the screen's black, and all others are moved with it. */
function compensate(profile: Profile, arena: Arena, data: usize, length: u32, components: u32, intent: u32): void {
  const black = darkest(profile, arena, data, length, components, intent);
  if (!(black > 0)) return;
  // A neutral colour of that lightness.
  const y = g((black + 16) / 116);
  const a = 1 / (1 - y);
  profile.sx = profile.sy = profile.sz = a;
  profile.tx = -a * y * X50;
  profile.ty = -a * y;
  profile.tz = -a * y * Z50;
}

/** No black is lighter than this, L*. */
const LIGHTEST_BLACK: f64 = 50;

/**
 * The L* of the darkest colour: of all inks, or of no light. Of a printer's inks, where colorimetry counts, it is the black that
 * the profile itself prints for no light at all.
 */
function darkest(profile: Profile, arena: Arena, data: usize, length: u32, components: u32, intent: u32): f64 {
  const v = push(32);
  for (let i: usize = 0; i < 4; i++) store<f64>(v + (i << 3), components == 4 ? 1 : 0);
  if (components == 4 && profile.isLab && intent == Intent.RelativeColorimetric) printBlack(arena, data, length, v);
  const lightness = lightnessOf(profile, v);
  pop(v);
  return min(max(lightness, 0), LIGHTEST_BLACK);
}

/** The inks for L* 0 by the perceptual table; leaves `v` where there is none. */
function printBlack(arena: Arena, data: usize, length: u32, v: usize): void {
  const tag = findTag(data, length, B2A | (0x30 << 24), HEADER_LEAST);
  if (!tag) return;
  const p = push(offsetof<Stages>());
  memory.fill(p, 0, offsetof<Stages>());
  const stages = changetype<Stages>(p);
  stages.arena = arena;
  stages.read(tag, data + <usize>length, 3, 4);
  if (!stages.failed) {
    const zero: f64 = load<u32>(tag) == MFT2 ? (128.0 * 256.0) / 65535.0 : 128.0 / 255.0;
    store<f64>(v, 0);
    store<f64>(v, zero, 8);
    store<f64>(v, zero, 16);
    run(stages.first, v);
  }
  pop(p);
}

function lightnessOf(profile: Profile, v: usize): f64 {
  run(profile.stages, v);
  if (profile.isLab) return load<f64>(v);
  const y = load<f64>(v, 8);
  return y > 216.0 / 24389.0 ? 116 * Math.pow(y, 1.0 / 3.0) - 16 : (24389.0 / 27.0) * y;
}

/** The colour of values from 0 to 1 (f64 × 4, used up) as 0x00BBGGRR. */
export function profileToRgb(profile: Profile, v: usize): u32 {
  run(profile.stages, v);
  let x = load<f64>(v);
  let y = load<f64>(v, 8);
  let z = load<f64>(v, 16);
  if (profile.isLab) {
    const m = (x + 16) / 116;
    const a = m + y / 500;
    const b = m - z / 200;
    x = X50 * g(a);
    y = g(m);
    z = Z50 * g(b);
  }
  x = profile.sx * x + profile.tx;
  y = profile.sy * y + profile.ty;
  z = profile.sz * z + profile.tz;
  // The reverse of sRGB's primaries as seen from D50 (B. Lindbloom, "RGB/XYZ matrices", Bradford-adapted).
  return linearToRgb(
    3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
    -0.9787684 * x + 1.9161415 * y + 0.033454 * z,
    0.0719453 * x - 0.2289914 * y + 1.4052427 * z,
  );
}
