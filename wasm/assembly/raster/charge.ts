import { Blend } from '../display/paint';
import { Store } from '../syntax/store';
import { Surface } from './surface';

/**
 * How many pixels cost a unit of fuel, as a power of two, by what is done to each: so that a unit stands for about a microsecond,
 * whatever a file has drawn over and over.
 */
export const enum Pace {
  /** One colour, or pixels that are there, are painted; a shape becomes coverage. */
  Paint = 10,
  /** A clip, or a mask, is made and multiplied. */
  Mask = 9,
  /** A surface is cleared, and composited in the end. */
  Surface = 8,
  /** Pixels are found between others, or in a shading. */
  Sample = 6,
  /** Each is blended by a formula, or takes the place of what was there. */
  Blend = 4,
}

/** The pace of painting on a surface. */
export function paceOn(target: Surface, blend: Blend): Pace {
  return blend == Blend.Normal && !target.knockout ? Pace.Paint : Pace.Blend;
}

/** Takes the fuel for width × height pixels. */
export function charge(store: Store, width: i32, height: i32, pace: Pace): void {
  store.fuel -= (<i64>width * <i64>height) >> (<i64>pace);
}
