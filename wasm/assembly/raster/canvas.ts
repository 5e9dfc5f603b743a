import { Blend, Paint } from '../display/paint';
import { Matrix } from '../geometry/matrix';
import { alloc, free } from '../memory/heap';
import { ClipState } from './clip';
import { Ink, Painter } from './painter';
import { Raster } from './raster';
import { premultiply } from './spans';
import { Surface } from './surface';

/** Lists inside lists (groups' soft masks, pattern cells) deeper than this are not drawn. */
export const MAX_DEPTH: i32 = 12;

/** A display list that is being drawn: where to, and through which clip. */
@unmanaged
export class Canvas {
  raster: Raster;
  target: Surface;
  clip: ClipState;
  /** From the list's space to device pixels. */
  matrix: Matrix;
  /** How many lists this one is inside of. */
  depth: i32;
  /** Bit 0: annotations are drawn. */
  flags: u32;
  /** How many open annotations there are whose contents are left out. */
  skipping: u32;
  /** All shapes take `tint` for their colour: the cell of an uncoloured tiling pattern. */
  tinted: bool;
  tint: u32;
  /** The size of a device pixel in the pixels that are drawn to: 1, or 2 where a cell is drawn at twice its size. */
  pixel: f64;
  /** The `Tiles` of the command that is being drawn, or 0. */
  tiles: usize;
  /** The innermost open `Group`, or 0. */
  group: usize;
  /** Open groups that there was no memory for: nothing is drawn until they end. */
  lost: u32;
  /** Saves that there was no memory for. */
  unsaved: u32;
  /** How many times its natural size the page is: annotations of one size are drawn that much smaller. */
  zoom: f64;
  /** While such a one is drawn: the page's scale and place; a scale of 0: none is. */
  zoomed: f64;
  zoomedX: f64;
  zoomedY: f64;
  /** What is to be put under the page when its own contents end: a premultiplied colour, 0: nothing. See `layPaper`. */
  paper: u32;
  /** 8.4: Matrix for the use of whoever draws a single command. */
  private scratch: usize;

  /** A canvas for all of `target`, with a matrix to be set; null when memory is out. */
  static create(raster: Raster, target: Surface, depth: i32, flags: u32): Canvas | null {
    const p = alloc(offsetof<Canvas>() + 2 * offsetof<Matrix>() + 16);
    if (!p) return null;
    memory.fill(p, 0, offsetof<Canvas>());
    const canvas = changetype<Canvas>(p);
    const clip = ClipState.create(0, target.x0, target.y0, target.x1, target.y1);
    if (!clip) {
      free(p);
      return null;
    }
    canvas.raster = raster;
    canvas.target = target;
    canvas.clip = clip;
    canvas.depth = depth;
    canvas.flags = flags;
    canvas.zoom = 1;
    canvas.pixel = 1;
    const room = (p + offsetof<Canvas>() + 15) & ~15;
    canvas.matrix = changetype<Matrix>(room);
    canvas.scratch = room + offsetof<Matrix>();
    return canvas;
  }

  /** A matrix to work with; its contents last until the next command. */
  // @ts-ignore: decorator
  @inline get work(): Matrix {
    return changetype<Matrix>(this.scratch);
  }

  /** Gives back the canvas and its clips; the target stays. */
  destroy(): void {
    let clip = changetype<usize>(this.clip);
    while (clip) clip = changetype<ClipState>(clip).pop();
    free(changetype<usize>(this));
  }

  /** The painter, set to paint through this canvas's clip. The caller chooses the ink. */
  painter(blend: Blend): Painter {
    const painter = this.raster.painter;
    painter.target = this.target;
    painter.clip = this.clip.mask;
    painter.soft = this.clip.soft;
    painter.blend = blend;
    painter.alpha = 255;
    return painter;
  }

  /** The painter, set to a plain colour; `cover` (0 to 1) is what is seen of it. */
  solid(paint: Paint, cover: f32 = 1): Painter {
    const painter = this.painter(paint.blend);
    painter.ink = Ink.Solid;
    painter.color = premultiply(this.tinted ? this.tint : paint.color, level(paint.alpha * cover));
    return painter;
  }

  /** The painter, set to the pixels of `source`, which has to cover what is painted. */
  pixels(source: Surface, alpha: f32, blend: Blend): Painter {
    const painter = this.painter(blend);
    painter.ink = Ink.Pixels;
    painter.source = source;
    painter.alpha = level(alpha);
    return painter;
  }

  /**
   * A canvas for a list inside this one, whose target has pixels of its own (a cell) or device pixels. Its matrix is to be
   * set. Null when lists are too deep or memory is out.
   */
  inside(target: Surface, tinted: bool, tint: u32): Canvas | null {
    if (this.depth >= MAX_DEPTH) return null;
    const inner = Canvas.create(this.raster, target, this.depth + 1, this.flags);
    if (!inner) return null;
    inner.tinted = tinted;
    inner.tint = tint;
    inner.pixel = this.pixel;
    target.space = this.target.space;
    return inner;
  }
}

/** An alpha of 0 to 1 as 0 to 255. */
export function level(alpha: f32): u32 {
  return alpha > 0 ? <u32>(min<f32>(alpha, 1) * 255 + 0.5) : 0;
}
