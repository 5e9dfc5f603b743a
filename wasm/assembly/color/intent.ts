import { Name } from '../syntax/names';
import { nameOf, Obj } from '../syntax/object';
import { get, Store } from '../syntax/store';

/** How colours that cannot be shown as they are become others (ISO 32000-2, 8.6.5.8). */
export const enum Intent {
  RelativeColorimetric = 0,
  AbsoluteColorimetric = 1,
  Perceptual = 2,
  Saturation = 3,
  /** To be added: black stays as light as it is, and does not become the screen's (/UseBlackPtComp, 8.6.5.9). */
  KeepBlack = 4,
}
/** So many are told apart. */
export const INTENTS: u32 = 8;

/** Another intent, by its name, with black as `now` has it. One that is not known is the first: 8.6.5.8. */
export function intentByName(name: u32, now: u32): u32 {
  const black = now & Intent.KeepBlack;
  if (name == Name.AbsoluteColorimetric) return black | Intent.AbsoluteColorimetric;
  if (name == Name.Perceptual) return black | Intent.Perceptual;
  return black | (name == Name.Saturation ? Intent.Saturation : Intent.RelativeColorimetric);
}

/** The same intent with black as /UseBlackPtComp says: by default, as in Acrobat and MuPDF, it becomes the screen's. */
function withBlack(name: u32, now: u32): u32 {
  return name == Name.OFF ? now | Intent.KeepBlack : now & ~(<u32>Intent.KeepBlack);
}

/** The intent of a graphics state dictionary (table 57), which may change one of its two parts only. */
export function intentOf(doc: Store, dict: Obj, now: u32): u32 {
  const intent = get(doc, dict, Name.RI);
  const black = get(doc, dict, Name.UseBlackPtComp);
  const named = intent ? intentByName(nameOf(intent), now) : now;
  return black ? withBlack(nameOf(black), named) : named;
}
