import {
  Blend,
  ClipPathCommand,
  Command as Header,
  DisplayList,
  FillPathCommand,
  ImageCommand,
  ImageFlag,
  Op,
  Paint as PaintRecord,
  SoftMaskCommand,
  StencilCommand,
  StrokePathCommand,
} from '../abi.js';
import { ListReader, matrixOf, type Matrix } from './list-reader.js';

/** What is drawn is clipped to a path, and to what holds outside of that. */
export interface Clips {
  readonly path: number;
  readonly outer: Clips | null;
}

/** A command without its looks. `at`: its place in the list, in bytes from the start; `covers`: nothing below it shows; `color`: as words have it. */
export type Shape = { at: number; covers: boolean; clips: Clips | null } & (
  | { op: 'fill'; path: number; isBlank: boolean; color: number }
  | { op: 'stroke'; path: number }
  | { op: 'image'; image: number; matrix: Matrix }
  | { op: 'stencil'; image: number; matrix: Matrix }
  | { op: 'shade' }
);

/** Reads where things are on a page. */
export class ShapeReader extends ListReader {
  /** From where on in the list that was read last which clips hold; before the first, none do. */
  readonly clipped: { at: number; clips: Clips | null }[] = [];

  /**
   * What is filled, stroked and placed on a page: no clips, no text. What is white is there only where it covers
   * something; in groups and below soft masks nothing is said to cover.
   */
  shapes(list: number): Shape[] {
    const { view } = this.instance;
    const shapes: Shape[] = [];
    let groups = 0;
    let clips: Clips | null = null;
    const saved: (Clips | null)[] = [];
    this.clipped.length = 0;
    const { commandData, commandLength } = this.at(DisplayList, list);
    const numbers = this.memory.words;
    const { op: atOp, size: atSize } = Header.at;
    const least = Header.byteLength;
    for (let at = 0, next: number; at < commandLength; at = next) {
      const command = commandData + at;
      const op: Op = numbers[(command >> 2) + atOp]!;
      const size = numbers[(command >> 2) + atSize]!;
      next = at + size;
      if (size < least) break;
      // Most commands are letters.
      if (op === Op.Glyphs) continue;
      if (op === Op.FillPath) {
        const { path, paint } = new FillPathCommand(view, command);
        const { isBlank, isOpaque, color } = this.lookOf(paint);
        const covers = isOpaque && !groups;
        if (!isBlank || covers) shapes.push({ at, covers, clips, op: 'fill', path, isBlank, color });
      } else if (op === Op.StrokePath) {
        const { path, paint } = new StrokePathCommand(view, command);
        if (!this.lookOf(paint).isBlank) shapes.push({ at, covers: false, clips, op: 'stroke', path });
      } else if (op === Op.Image) {
        const record = new ImageCommand(view, command);
        const { image, alpha, blend, flags } = record;
        const covers = alpha > 0.99 && blend === Blend.Normal && !(flags & ImageFlag.Masked) && !groups;
        shapes.push({ at, covers, clips, op: 'image', image, matrix: matrixOf(record) });
      } else if (op === Op.Stencil) {
        const record = new StencilCommand(view, command);
        shapes.push({ at, covers: false, clips, op: 'stencil', image: record.image, matrix: matrixOf(record) });
      } else if (op === Op.Shade) shapes.push({ at, covers: false, clips, op: 'shade' });
      else if (op === Op.ClipPath) {
        clips = { path: new ClipPathCommand(view, command).path, outer: clips };
        this.clipped.push({ at, clips });
      } else if (op === Op.Save) saved.push(clips);
      else if (op === Op.Restore) {
        const before: Clips | null | undefined = saved.pop();
        if (before === undefined || before === clips) continue;
        clips = before;
        this.clipped.push({ at, clips });
      } else if (op === Op.BeginGroup) groups++;
      else if (op === Op.EndGroup) groups--;
      else if (op === Op.SetSoftMask) groups += this.at(SoftMaskCommand, command).mask ? 1 : 0;
    }
    return shapes;
  }

  /** Whether a paint separates nothing, such as white on white, whether nothing shows through it, and its colour. */
  private lookOf(paint: number): { isBlank: boolean; isOpaque: boolean; color: number } {
    const { color, alpha, pattern, blend } = this.at(PaintRecord, paint);
    const isBlank = !pattern && (alpha < 0.05 || (color & 0xffffff) === 0xffffff);
    return { isBlank, color, isOpaque: !pattern && alpha > 0.99 && blend === Blend.Normal };
  }
}
