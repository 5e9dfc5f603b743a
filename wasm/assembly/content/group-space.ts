import { ColorSpace, SpaceKind } from '../color/space';
import { GroupFlag } from '../display/commands';
import { DisplayList, INKS_KEY } from '../display/list';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Kind, kindOf, nameOf, Obj } from '../syntax/object';
import { at, get, getInt } from '../syntax/store';
import { Interpreter } from './interpreter';

/**
 * The colour space of a group, in which blend modes act (ISO 32000-2, 11.3.4; table 145). Pixels are red, green and blue in
 * every group: of a space of inks a list says that it is one, and which inks its colours were set in.
 */

/** The `GroupFlag` of the colour space that a group's dictionary names; 0: none that a group can have. */
export function groupSpace(self: Interpreter, group: Obj): u32 {
  const doc = self.doc;
  const space = get(doc, group, Name.CS);
  const isArray = kindOf(space) == Kind.Array;
  switch (nameOf(isArray ? at(doc, space, 0) : space)) {
    case Name.DeviceGray:
    case Name.CalGray:
      return GroupFlag.Gray;
    case Name.DeviceRGB:
    case Name.CalRGB:
      return GroupFlag.Rgb;
    case Name.DeviceCMYK:
      return inkSpace(self);
    case Name.ICCBased: {
      const n = isArray ? getInt(doc, at(doc, space, 1), Name.N) : 0;
      return n == 4 ? inkSpace(self) : n == 3 ? GroupFlag.Rgb : n == 1 ? GroupFlag.Gray : 0;
    }
    default:
      return 0;
  }
}

/** From here on the inks of colours are noted, with the page's list. */
function inkSpace(self: Interpreter): u32 {
  let page = self;
  while (page.outer) page = page.outer!;
  const list = page.list;
  if (!list.inks) list.inks = changetype<usize>(IntMap.create(list.arena));
  self.list.inks = list.inks;
  return GroupFlag.Cmyk;
}

/** Notes the inks (f32 × 4, 0 to 1) that a colour, 0x00BBGGRR, is set in, where somebody may ask for them. */
export function noteInks(list: DisplayList, space: ColorSpace, values: usize, color: u32): void {
  if (!list.inks || space.components != 4 || (space.kind != SpaceKind.Cmyk && space.kind != SpaceKind.Icc)) return;
  let inks: u32 = 0;
  for (let i: u32 = 0; i < 4; i++) inks |= (<u32>(min<f32>(max<f32>(load<f32>(values + ((<usize>i) << 2)), 0), 1) * 255 + 0.5)) << (i << 3);
  changetype<IntMap>(list.inks).set(color | INKS_KEY, inks);
}
