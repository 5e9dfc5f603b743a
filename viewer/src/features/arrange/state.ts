import type { Rotation } from '../../core/store.js';

/** A rotation changed by a quarter turn, or several; clockwise. */
export function turnedBy(rotation: Rotation, degrees: 90 | 180 | -90): Rotation {
  return ((rotation + degrees + 360) % 360) as Rotation;
}
