import { IntMap } from '../memory/map';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, numberOf, Obj, ownerNumber, rawAt, rawGet, refNumber, stringOf } from '../syntax/object';
import { at, get, getInt, resolve, Store } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { cmykToRgb, unpack } from './cmyk';
import { Colorants, readColorants } from './colorants';
import { evaluate, MAX_VALUES, numbers, parseFunction, PdfFunction } from './function';
import { calGrayToRgb, calToRgb, labToRgb } from './cie';
import { loadProfile } from './icc/load';
import { Profile, profileToRgb } from './icc/profile';
import { INTENTS } from './intent';

/** Colour spaces, ISO 32000-2, 8.6. */
export const enum SpaceKind {
  Gray = 0,
  Rgb = 1,
  Cmyk = 2,
  CalGray = 3,
  CalRgb = 4,
  Lab = 5,
  Indexed = 6,
  /** Separation and DeviceN: a function to the alternate space. */
  Tint = 7,
  Pattern = 8,
  /** ICCBased, by its profile. */
  Icc = 9,
}


@unmanaged
export class ColorSpace {
  kind: SpaceKind;
  components: u32;
  /** Indexed: the base. Tint: the alternate. Pattern: the underlying space, null: coloured patterns only. */
  base: ColorSpace | null;
  /** Indexed: the largest index. */
  high: u32;
  /** Indexed: 0x00BBGGRR (u32) × (high + 1). */
  palette: usize;
  /** Tint. */
  transform: PdfFunction | null;
  /** DeviceN whose function or alternate space cannot be used: its colorants are mixed. */
  colorants: Colorants | null;
  /** Separation or DeviceN of no colorant but /None: paints nothing. */
  isNone: bool;
  /** Icc: the profile's stream, and the `Profile` of each intent (u32 × INTENTS), 0: not yet read. */
  stream: Obj;
  profiles: usize;
  doc: Store;
  /** Colours over a grid of its values, and for which intent (grid.ts); 0: not yet. */
  grid: usize;
  gridIntent: u32;
  /** It is, or its base is, the default space of the resources that it was read with: others may have another one. */
  isLocal: bool;
  /** CalGray, CalRGB, Lab: white point (f64 × 3), gamma (f64 × 3), matrix (f64 × 9). */
  white: usize;
  gamma: usize;
  matrix: usize;
  /** Lab: a and b (f64 × 4). */
  range: usize;
}

const MAX_DEPTH: i32 = 8;

/**
 * Reads a colour space: a name, also one of the page's /ColorSpace resources, or an array. What is not known, or
 * damaged, becomes DeviceGray. Never null but when memory is out.
 */
export function parseColorSpace(doc: Store, o: Obj, resources: Obj): ColorSpace | null {
  return parse(doc, o, resources, 0);
}

/** The space of an entry of /ColorSpace resources: made once, since `cs` may ask for it at every word. */
export function namedColorSpace(doc: Store, cell: Obj, resources: Obj): ColorSpace | null {
  return parseNamed(doc, cell, resources, 0);
}

/** One of the device spaces, by its number of components: 1, 3 or 4. There is one of each, which nobody changes. */
export function deviceSpace(doc: Store, components: u32): ColorSpace | null {
  if (components == 4) return plain(doc, SpaceKind.Cmyk, 4);
  return components == 3 ? plain(doc, SpaceKind.Rgb, 3) : plain(doc, SpaceKind.Gray, 1);
}

/** A space of which nothing is to be said but its kind. */
function plain(doc: Store, kind: SpaceKind, components: u32): ColorSpace | null {
  const cache = spacesOf(doc);
  const held = cache ? <usize>cache.get(PLAIN + kind) : 0;
  if (held) return changetype<ColorSpace>(held);
  const space = simple(doc, kind, components);
  if (cache && space) cache.set(PLAIN + kind, <u32>changetype<usize>(space));
  return space;
}

/**
 * The spaces of this generation of the cache by key: the number of their object, `PLAIN` and their kind, or what
 * `keyOf` makes of the address of their cell, which must be that of an object of the file. Null when memory is out.
 */
function spacesOf(doc: Store): IntMap | null {
  if (!doc.colors) doc.colors = changetype<usize>(IntMap.create(doc.cache));
  return changetype<IntMap>(doc.colors);
}

/** Behind all numbers of objects. */
const PLAIN: u32 = 0x1000000;

/** Cells lie 8 bytes apart at least, below 1 GiB. */
function keyOf(cell: Obj, role: u32): u32 {
  return ~(<u32>cell + role);
}

function parseNamed(doc: Store, cell: Obj, resources: Obj, depth: i32): ColorSpace | null {
  const cache = spacesOf(doc);
  const key = keyOf(cell, 1);
  const held = cache ? <usize>cache.get(key) : 0;
  if (held) return changetype<ColorSpace>(held);
  const space = parse(doc, cell, resources, depth);
  if (cache && space) cache.set(key, <u32>changetype<usize>(space));
  return space;
}

function parse(doc: Store, raw: Obj, resources: Obj, depth: i32): ColorSpace | null {
  if (depth > MAX_DEPTH) return deviceSpace(doc, 1);
  const number = refNumber(raw);
  if (!number) return parseValue(doc, raw, resources, depth);
  const cache = spacesOf(doc);
  const held = cache ? <usize>cache.get(number) : 0;
  if (held) return changetype<ColorSpace>(held);
  const space = parseValue(doc, resolve(doc, raw), resources, depth);
  if (cache && space && !space.isLocal) cache.set(number, <u32>changetype<usize>(space));
  return space;
}

function parseValue(doc: Store, o: Obj, resources: Obj, depth: i32): ColorSpace | null {
  if (kindOf(o) == Kind.Name) return parseName(doc, nameOf(o), resources, depth);
  if (kindOf(o) != Kind.Array) return deviceSpace(doc, 1);
  const family = nameOf(at(doc, o, 0));
  switch (family) {
    case Name.ICCBased:
      return parseIcc(doc, at(doc, o, 1), resources, depth);
    case Name.Indexed:
    case Name.I:
      return parseIndexed(doc, o, resources, depth);
    case Name.Separation:
    case Name.DeviceN:
      return parseTint(doc, o, resources, depth, family == Name.Separation);
    case Name.CalGray:
      return parseCal(doc, at(doc, o, 1), SpaceKind.CalGray, 1);
    case Name.CalRGB:
      return parseCal(doc, at(doc, o, 1), SpaceKind.CalRgb, 3);
    case Name.Lab:
      return parseCal(doc, at(doc, o, 1), SpaceKind.Lab, 3);
    case Name.Pattern: {
      const space = simple(doc, SpaceKind.Pattern, 0);
      if (space && lengthOf(o) > 1) {
        space.base = parse(doc, rawAt(o, 1), resources, depth + 1);
        if (space.base) {
          space.components = space.base!.components;
          depend(space, space.base!);
        }
      }
      return space;
    }
    default:
      return parseName(doc, family, resources, depth);
  }
}

function parseName(doc: Store, name: u32, resources: Obj, depth: i32): ColorSpace | null {
  switch (name) {
    case Name.DeviceGray:
    case Name.G:
    case Name.CalGray:
      return deviceOrDefault(doc, 1, resources);
    case Name.DeviceRGB:
    case Name.RGB:
    case Name.CalRGB:
      return deviceOrDefault(doc, 3, resources);
    case Name.DeviceCMYK:
    case Name.CMYK:
      return deviceOrDefault(doc, 4, resources);
    case Name.Pattern:
      return plain(doc, SpaceKind.Pattern, 0);
  }
  const found = rawGet(get(doc, resources, Name.ColorSpace), name);
  if (!found || (kindOf(found) == Kind.Name && nameOf(found) == name)) return deviceSpace(doc, 1);
  return parseNamed(doc, found, resources, depth + 1);
}

/** A space's colours are those of another one. */
function depend(space: ColorSpace, base: ColorSpace): void {
  space.isLocal = base.isLocal;
}

/** Whether the resources may have default colour spaces. */
export function hasDefaults(doc: Store, resources: Obj): bool {
  const spaces = get(doc, resources, Name.ColorSpace);
  return rawGet(spaces, Name.DefaultGray) != 0 || rawGet(spaces, Name.DefaultRGB) != 0 || rawGet(spaces, Name.DefaultCMYK) != 0;
}

/** Made once of a cell that stays where it is: `rg` may ask for it at every word. */
function parseDefault(doc: Store, raw: Obj): ColorSpace | null {
  const cache = spacesOf(doc);
  const key = keyOf(raw, 0);
  const held = cache ? <usize>cache.get(key) : 0;
  if (held) return changetype<ColorSpace>(held);
  const space = parse(doc, raw, 0, 1);
  if (cache && space) cache.set(key, <u32>changetype<usize>(space));
  return space;
}

/**
 * The space that the resources put in the place of a device space, or else that one itself. ISO 32000-2, 8.6.5.6: a
 * default space has as many components, and is not Lab, Indexed or Pattern. Device spaces in it are just those.
 */
export function deviceOrDefault(doc: Store, components: u32, resources: Obj): ColorSpace | null {
  const name = components == 4 ? Name.DefaultCMYK : components == 3 ? Name.DefaultRGB : Name.DefaultGray;
  const raw = rawGet(get(doc, resources, Name.ColorSpace), name);
  const space = raw ? parseDefault(doc, raw) : null;
  if (
    !space ||
    space.components != components ||
    space.kind == SpaceKind.Lab ||
    space.kind == SpaceKind.Indexed ||
    space.kind == SpaceKind.Pattern
  )
    return deviceSpace(doc, components);
  space.isLocal = true;
  return space;
}

function simple(doc: Store, kind: SpaceKind, components: u32): ColorSpace | null {
  const p = doc.cache.alloc(offsetof<ColorSpace>());
  if (!p) return null;
  const space = changetype<ColorSpace>(p);
  space.kind = kind;
  space.components = components;
  return space;
}

/** 8.6.5.5. A profile that cannot be used leaves the device space of its number of components, or the alternate one. */
function parseIcc(doc: Store, stream: Obj, resources: Obj, depth: i32): ColorSpace | null {
  const n = getInt(doc, stream, Name.N);
  const alternate = rawGet(stream, Name.Alternate);
  if (n != 1 && n != 3 && n != 4) return alternate ? parse(doc, alternate, resources, depth + 1) : deviceSpace(doc, 1);
  const number = ownerNumber(stream);
  const cache = spacesOf(doc);
  const held = cache && number ? <usize>cache.get(number) : 0;
  if (held) return changetype<ColorSpace>(held);
  const space = iccSpace(doc, stream, <u32>n, alternate, resources, depth);
  if (cache && number && space && !space.isLocal) cache.set(number, <u32>changetype<usize>(space));
  return space;
}

function iccSpace(doc: Store, stream: Obj, n: u32, alternate: Obj, resources: Obj, depth: i32): ColorSpace | null {
  const other = n == 3 && alternate ? parse(doc, alternate, resources, depth + 1) : null;
  if (other && other.kind == SpaceKind.Lab) return other;
  const profile = loadProfile(doc, stream, n, doc.intent);
  if (!profile) return deviceSpace(doc, n);
  const space = simple(doc, SpaceKind.Icc, n);
  const profiles = doc.cache.alloc(INTENTS << 2);
  if (!space || !profiles) return null;
  store<u32>(profiles + ((<usize>doc.intent) << 2), <u32>changetype<usize>(profile));
  space.profiles = profiles;
  space.stream = stream;
  space.doc = doc;
  return space;
}

/** 8.6.6.3. The palette is turned into sRGB once. */
function parseIndexed(doc: Store, o: Obj, resources: Obj, depth: i32): ColorSpace | null {
  const space = simple(doc, SpaceKind.Indexed, 1);
  const base = parse(doc, rawAt(o, 1), resources, depth + 1);
  const data = doc.cache.alloc(offsetof<StreamData>());
  if (!space || !base || !data || base.kind == SpaceKind.Indexed || base.kind == SpaceKind.Pattern) return deviceSpace(doc, 1);
  const high = numberOf(at(doc, o, 2));
  space.base = base;
  depend(space, base);
  space.high = <u32>min(max(high, 0), 255);
  space.palette = doc.cache.alloc(1024);
  if (!space.palette) return null;
  const lookup = at(doc, o, 3);
  const stream = changetype<StreamData>(data);
  let bytes = stringOf(lookup);
  let length = kindOf(lookup) == Kind.String ? lengthOf(lookup) : 0;
  if (kindOf(lookup) == Kind.Stream && readStream(doc, lookup, stream)) {
    bytes = stream.data;
    length = stream.length;
  }
  const n = base.components;
  const values = push(<usize>MAX_VALUES * 4);
  for (let i: u32 = 0; i <= space.high; i++) {
    if ((i + 1) * n > length) break;
    for (let k: u32 = 0; k < n; k++) {
      store<f32>(values + ((<usize>k) << 2), decodeByte(base, k, load<u8>(bytes + <usize>(i * n + k))));
    }
    store<u32>(space.palette + ((<usize>i) << 2), toRgb(base, values));
  }
  pop(values);
  releaseStream(stream);
  return space;
}

/** A byte as the component's value: 0 to 1, or Lab's ranges. */
function decodeByte(space: ColorSpace, component: u32, byte: u32): f32 {
  const t = <f64>byte / 255;
  return <f32>(minOf(space, component) + t * (maxOf(space, component) - minOf(space, component)));
}

/** The least value of a component: what /Decode defaults to. Table 88. */
export function minOf(space: ColorSpace, component: u32): f64 {
  return space.kind == SpaceKind.Lab && component ? load<f64>(space.range + ((<usize>(component - 1)) << 4)) : 0;
}

/** The greatest value of a component; of an Indexed space, for `bits`-wide samples, see image/. */
export function maxOf(space: ColorSpace, component: u32): f64 {
  if (space.kind == SpaceKind.Lab) return component ? load<f64>(space.range + ((<usize>(component - 1)) << 4), 8) : 100;
  return 1;
}

/** 8.6.6.4 and 8.6.6.5. */
function parseTint(doc: Store, o: Obj, resources: Obj, depth: i32, separation: bool): ColorSpace | null {
  const names = at(doc, o, 1);
  const components: u32 = separation ? 1 : lengthOf(names);
  const space = simple(doc, SpaceKind.Tint, components);
  if (!space || !components || components > MAX_VALUES) return deviceSpace(doc, 1);
  space.base = parse(doc, rawAt(o, 2), resources, depth + 1);
  if (space.base) depend(space, space.base!);
  space.transform = parseFunction(doc, at(doc, o, 3));
  space.isNone = true;
  for (let i: u32 = 0; i < components; i++) if (nameOf(separation ? names : at(doc, names, i)) != Name.None_) space.isNone = false;
  if (!separation && (!space.base || !space.transform)) parseColorants(doc, space, names, at(doc, o, 4), resources, depth);
  return space;
}

/** What a DeviceN space's attributes say of its colorants. */
function parseColorants(doc: Store, space: ColorSpace, names: Obj, attributes: Obj, resources: Obj, depth: i32): void {
  const all = readColorants(doc, doc.cache, names, attributes);
  if (!all) return;
  const process = rawGet(get(doc, attributes, Name.Process), Name.ColorSpace);
  const spots = get(doc, attributes, Name.Colorants);
  if (process) all.process = changetype<usize>(parse(doc, process, resources, depth + 1));
  for (let i: u32 = 0; i < all.count; i++) {
    const spot = rawGet(spots, nameOf(at(doc, names, i)));
    const own = spot ? parse(doc, spot, resources, depth + 1) : null;
    if (own && own.components == 1) all.at(i).space = changetype<usize>(own);
  }
  space.colorants = all;
}

/** 8.6.5.2 to 8.6.5.4. */
function parseCal(doc: Store, dict: Obj, kind: SpaceKind, components: u32): ColorSpace | null {
  const space = simple(doc, kind, components);
  if (!space) return null;
  space.white = numbers(doc, get(doc, dict, Name.WhitePoint), 3);
  space.gamma = doc.cache.alloc(24);
  space.range = doc.cache.alloc(32);
  if (!space.white || !space.gamma || !space.range) return null;
  if (!(load<f64>(space.white) > 0) || !(load<f64>(space.white, 16) > 0)) return deviceSpace(doc, components);
  const gamma = get(doc, dict, Name.Gamma);
  for (let i: u32 = 0; i < 3; i++) {
    const g = kindOf(gamma) == Kind.Array ? numberOf(at(doc, gamma, i), 1) : numberOf(gamma, 1);
    store<f64>(space.gamma + ((<usize>i) << 3), g > 0 ? g : 1);
  }
  if (kind == SpaceKind.CalRgb) {
    const matrix = get(doc, dict, Name.Matrix);
    const given = kindOf(matrix) == Kind.Array && lengthOf(matrix) >= 9;
    space.matrix = numbers(doc, given ? matrix : 0, 9);
    if (!space.matrix) return null;
    // Table 63: the identity where it is not given.
    if (!given) for (let i: usize = 0; i < 3; i++) store<f64>(space.matrix + (i << 5), 1);
  }
  const range = get(doc, dict, Name.Range);
  for (let i: u32 = 0; i < 4; i++) {
    const fallback: f64 = i & 1 ? 100 : -100;
    store<f64>(space.range + ((<usize>i) << 3), kindOf(range) == Kind.Array ? numberOf(at(doc, range, i), fallback) : fallback);
  }
  return space;
}

/** The colour of `components` values (f32 each) as 0x00BBGGRR. */
export function toRgb(space: ColorSpace, values: usize): u32 {
  switch (space.kind) {
    case SpaceKind.Gray:
      return byteOf(load<f32>(values)) * 0x010101;
    case SpaceKind.Rgb:
      return rgbOf(values);
    case SpaceKind.Cmyk:
      return cmykToRgb(load<f32>(values), load<f32>(values, 4), load<f32>(values, 8), load<f32>(values, 12));
    case SpaceKind.CalGray:
      return calGrayToRgb(space.gamma, values);
    case SpaceKind.CalRgb:
      return calToRgb(space.white, space.gamma, space.matrix, values);
    case SpaceKind.Lab:
      return labToRgb(space.white, <f64>load<f32>(values), <f64>load<f32>(values, 4), <f64>load<f32>(values, 8));
    case SpaceKind.Indexed: {
      const index = <u32>min(max(<i32>load<f32>(values), 0), <i32>space.high);
      return load<u32>(space.palette + ((<usize>index) << 2));
    }
    case SpaceKind.Tint:
      return tint(space, values);
    case SpaceKind.Icc:
      return iccToRgb(space, values);
    default:
      return 0;
  }
}

// @ts-ignore: decorator
@inline function byteOf(v: f32): u32 {
  return <u32>(min<f32>(max<f32>(v, 0), 1) * 255 + 0.5);
}

function rgbOf(values: usize): u32 {
  return byteOf(load<f32>(values)) | (byteOf(load<f32>(values, 4)) << 8) | (byteOf(load<f32>(values, 8)) << 16);
}

/** By the intent that counts now. */
function iccToRgb(space: ColorSpace, values: usize): u32 {
  const p = space.profiles + ((<usize>space.doc.intent) << 2);
  let profile = changetype<Profile>(<usize>load<u32>(p));
  if (!profile) {
    const loaded = loadProfile(space.doc, space.stream, space.components, space.doc.intent);
    if (!loaded) return 0;
    profile = loaded;
    store<u32>(p, <u32>changetype<usize>(profile));
  }
  const v = push(32);
  for (let i: u32 = 0; i < 4; i++) store<f64>(v + ((<usize>i) << 3), i < space.components ? <f64>load<f32>(values + ((<usize>i) << 2)) : 0);
  const color = profileToRgb(profile, v);
  pop(v);
  return color;
}

function tint(space: ColorSpace, values: usize): u32 {
  const base = space.base;
  const transform = space.transform;
  if (!base || !transform) {
    const colorants = space.colorants;
    return colorants ? mixColorants(colorants, values) : darkened(values);
  }
  const input = push(2 * 8 * <usize>MAX_VALUES);
  const output = input + 8 * <usize>MAX_VALUES;
  const n = max(space.components, transform.inputs);
  for (let i: u32 = 0; i < n && i < 32; i++)
    store<f64>(input + ((<usize>i) << 3), i < space.components ? <f64>load<f32>(values + ((<usize>i) << 2)) : 0);
  memory.fill(output, 0, 256);
  evaluate(transform, input, output);
  // The inputs are not needed any more.
  for (let i: usize = 0; i < 32; i++) store<f32>(input + (i << 2), <f32>load<f64>(output + (i << 3)));
  const color = toRgb(base, input);
  pop(input);
  return color;
}

/** Ink of which nothing is known darkens paper. */
function darkened(value: usize): u32 {
  return byteOf(1 - load<f32>(value)) * 0x010101;
}

/** The process colour, and each spot colour printed over it: inks that lie one over the other multiply, but for what they hide. */
function mixColorants(all: Colorants, values: usize): u32 {
  const process = all.process ? changetype<ColorSpace>(all.process) : null;
  const room = push(4 * <usize>MAX_VALUES);
  memory.fill(room, 0, 4 * <usize>MAX_VALUES);
  for (let i: u32 = 0; i < all.count; i++) {
    const place = all.at(i).process;
    if (place >= 0) store<f32>(room + ((<usize>place) << 2), load<f32>(values + ((<usize>i) << 2)));
  }
  const color = process ? toRgb(process, room) : 0xffffff;
  pop(room);
  const scale = f32x4.splat(1.0 / 255.0);
  let mixed = f32x4.mul(unpack(color), scale);
  for (let k: u32 = 0; k < all.count; k++) {
    const i = all.at(k).printed;
    const own = all.at(i).space;
    if (all.at(i).isNone || (process && all.at(i).process >= 0)) continue;
    const value = values + ((<usize>i) << 2);
    const hidden = f32x4.splat(all.at(i).solidity * min<f32>(max<f32>(load<f32>(value), 0), 1));
    const under = f32x4.add(mixed, f32x4.mul(f32x4.sub(f32x4.splat(1), mixed), hidden));
    mixed = f32x4.mul(under, f32x4.mul(unpack(own ? toRgb(changetype<ColorSpace>(own), value) : darkened(value)), scale));
  }
  return byteOf(f32x4.extract_lane(mixed, 0)) | (byteOf(f32x4.extract_lane(mixed, 1)) << 8) | (byteOf(f32x4.extract_lane(mixed, 2)) << 16);
}

/** The colour that a space begins with, as f32 values. 8.6.3, table 73: 0, but full ink in Separation and DeviceN, and 0 0 0 1 in CMYK. */
export function initialColor(space: ColorSpace, values: usize): void {
  memory.fill(values, 0, 128);
  if (space.kind == SpaceKind.Cmyk) store<f32>(values, 1, 12);
  if (space.kind == SpaceKind.Tint) for (let i: u32 = 0; i < min<u32>(space.components, 32); i++) store<f32>(values + ((<usize>i) << 2), 1);
}
