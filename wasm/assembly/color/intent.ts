import { Name } from '../syntax/names';

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
export function withBlack(name: u32, now: u32): u32 {
  return name == Name.OFF ? now | Intent.KeepBlack : now & ~(<u32>Intent.KeepBlack);
}
