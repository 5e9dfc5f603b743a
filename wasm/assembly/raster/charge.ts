import { Blend } from '../display/paint';
import { Store } from '../syntax/store';
import { Canvas } from './canvas';

/**
 * Units of fuel for 1024 pixels, by what is done to each of them: so that a unit stands for about a quarter of a microsecond,
 * whatever a file has drawn over and over.
 */
export const enum Cost {
  /** One colour, or pixels that are there, are painted; a shape becomes coverage; pixels of an image are read. */
  Paint = 3,
  /** Coverage goes through that of a clip, or of a soft mask, besides. */
  Through = 4,
  /** A surface is cleared, and composited in the end. */
  Surface = 4,
  /** A soft mask is made of a group's colours. */
  Level = 16,
  /** A triangle's colours change evenly. */
  Triangle = 48,
  /** Pixels are found one behind the other: along a line, or in a picture that is not turned. */
  Row = 32,
  /** Each is blended by a formula, or takes the place of what was there. */
  Blend = 64,
  /** Each is found between four others. */
  Between = 96,
  /** Not of a pixel: a piece of a mesh is taken to the device, seen or not. */
  Piece = 512,
  /** Each is a root of an equation. */
  Root = 104,
  /** Each is a colour that is worked out, besides what its function takes. */
  Color = 1000,
}

/** The cost of painting on a canvas. */
export function paintCost(canvas: Canvas, blend: Blend): i32 {
  const clip = canvas.clip;
  return (blend == Blend.Normal && !canvas.target.knockout ? Cost.Paint : Cost.Blend) + ((clip.mask | clip.soft) == 0 ? 0 : Cost.Through);
}

/** Takes the fuel for width × height pixels. */
export function charge(store: Store, width: i32, height: i32, cost: i32): void {
  store.fuel -= (<i64>width * <i64>height * <i64>cost) >> 10;
}
