import { ColorSpace, deviceOrDefault, deviceSpace, initialColor, namedColorSpace, parseColorSpace, SpaceKind, toRgb } from '../color/space';
import { pop, push } from '../memory/stack';
import { nameOf, kindOf, Kind, numberOf, rawGet } from '../syntax/object';
import { Name } from '../syntax/names';
import { get, spend } from '../syntax/store';
import { noteInks } from './group-space';
import { Interpreter } from './interpreter';
import { overprintNeeds } from './overprint';
import { loadPattern } from './pattern';
import { Ink } from './state';

/** Colour operators, ISO 32000-2, 8.6.8. */

/** `g`, `rg`, `k` and their stroking twins. */
export function setDeviceColor(self: Interpreter, ink: Ink, components: u32): void {
  if (self.colorless || self.count < components) return;
  ink.space = deviceSpaceOf(self, components);
  setValues(self, ink, components);
}

/** The space of the device, made once, or the one that stands in its place here. */
function deviceSpaceOf(self: Interpreter, components: u32): ColorSpace | null {
  if (self.remaps) return deviceOrDefault(self.doc, components, self.resources);
  const space = self.state.fill.space;
  if (space && isDevice(space, components)) return space;
  const other = self.state.strokeInk.space;
  if (other && isDevice(other, components)) return other;
  return deviceSpace(self.doc, components);
}

function isDevice(space: ColorSpace, components: u32): bool {
  return (
    space.components == components && space.kind == (components == 4 ? SpaceKind.Cmyk : components == 3 ? SpaceKind.Rgb : SpaceKind.Gray)
  );
}

/** What a space costs that is no resource. */
const SPACE_COST: i32 = 1000;

/** `cs`, `CS`. */
export function setColorSpace(self: Interpreter, ink: Ink): void {
  if (self.colorless || !self.count) return;
  const operand = self.operand(1, 0);
  const named = rawGet(get(self.doc, self.resources, Name.ColorSpace), nameOf(operand));
  // 8.6.8 has a name here; an array, as some writers have it, is read at each time.
  if (kindOf(operand) == Kind.Array && !spend(self.doc, SPACE_COST)) return;
  const space = named ? namedColorSpace(self.doc, named, self.resources) : parseColorSpace(self.doc, operand, self.resources);
  if (!space) return;
  ink.space = space;
  ink.pattern = 0;
  ink.isVoid = false;
  ink.paint = null;
  const values = push(128);
  initialColor(space, values);
  ink.color = space.kind == SpaceKind.Pattern ? 0 : toRgb(space, values);
  ink.overprints = <u8>overprintNeeds(space, values);
  pop(values);
}

/** `sc`, `scn` and their stroking twins: numbers, or a pattern's name, after the numbers of an uncoloured one. */
export function setColor(self: Interpreter, ink: Ink): void {
  if (self.colorless || !self.count) return;
  const space = ink.space;
  if (kindOf(self.operand(1, 0)) == Kind.Name) {
    const name = self.name(1, 0);
    self.count--;
    const isPattern = space != null && space.kind == SpaceKind.Pattern;
    if (isPattern && space!.base) ink.color = colorOf(self, ink, space!.base!, self.count);
    ink.pattern = isPattern ? loadPattern(self, name) : 0;
    ink.isVoid = !ink.pattern;
    ink.paint = null;
    return;
  }
  setValues(self, ink, space ? space.components : self.count);
}

function setValues(self: Interpreter, ink: Ink, components: u32): void {
  const space = ink.space;
  if (!space || space.kind == SpaceKind.Pattern) return;
  const overprints = ink.overprints;
  const color = colorOf(self, ink, space, components);
  if (color == ink.color && overprints == ink.overprints && !ink.pattern && ink.paint) return;
  ink.color = color;
  ink.pattern = 0;
  ink.isVoid = false;
  ink.paint = null;
}

/** The colour of the last operands; missing ones are 0. Notes what it overprints in the ink. */
function colorOf(self: Interpreter, ink: Ink, space: ColorSpace, components: u32): u32 {
  const values = push(256);
  memory.fill(values, 0, 256);
  const n = min(min<u32>(components, self.count), 64);
  for (let i: u32 = 0; i < n; i++) store<f32>(values + ((<usize>i) << 2), <f32>numberOf(self.operand(n, i)));
  const color = toRgb(space, values);
  ink.overprints = <u8>overprintNeeds(space, values);
  noteInks(self.list, space, values, color);
  pop(values);
  return color;
}
