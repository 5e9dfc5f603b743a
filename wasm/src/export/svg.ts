import { Verb } from '../abi.js';
import { BitmapText } from './bitmap-text.js';
import { blendingOf, NO_BLENDING, type Blending } from './blending.js';
import { boxOfPath, boxOfUnitSquare, contains, grown, meeting, pathOfBox, rectangleOf, union } from './boxes.js';
import { Definitions, type Part } from './definitions.js';
import {
  DisplayListReader,
  type Box,
  type Command,
  type GlyphRun,
  type Matrix,
  type Paint,
  type Path,
  type Stroke,
} from './display-list.js';
import { ImageStrips, type ImageCommand } from './image-strips.js';
import type { PlacedImage } from './images.js';
import { attributes, escapeXml, matrixOf, short, type Attributes } from './markup.js';
import type { PageLetters } from './page-text/letters.js';
import { PageText, type Bitmap } from './page-text/page-text.js';
import { pathData } from './path-data.js';
import { boxOfTile, pictureTile, pictureUrl } from './picture-tile.js';
import { sharpCorners } from './sharp-corners.js';
import type { Sheet } from './sheet.js';
import {
  addOutline,
  blendOf,
  blendStyle,
  colorOf,
  EVERYWHERE,
  fullClip,
  fullPlace,
  groupStyle,
  imageElement,
  isPartOf,
  opaqueColor,
  reachOf,
  rectangle,
  samplingStyle,
  skewedPen,
  SQUARE,
  strokeAttributes,
  THINNEST_FILL,
  withCorners,
} from './svg-looks.js';

/** What is cut off an image at its sides, in points, without showing. */
const UNSEEN = 0.05;
/** How far from its origin a glyph may reach, in em: one that begins further from the page is not seen. */
const FARTHEST = 8;
/** White space at the sides of letters, in em. */
const WHITE = 0.1;

interface Clip {
  path: Path;
  evenOdd: boolean;
  /** What refers to it; '': nothing has yet, and it stands nowhere. */
  attribute: string;
  /** The rectangle that it is; null: another shape. */
  box: Box | null;
}

/** A clip, group or mask that is open: what closes it, and the clips inside it that Restore takes away. */
interface Level {
  clips: readonly Clip[];
  mask: string | null;
}

/**
 * A page's display list as SVG elements, drawn in the list's order. Definitions are returned with them, in place. The glyphs
 * of `letters` become text, all others shapes.
 */
export function svgOfPage(sheet: Sheet, list: number, letters?: PageLetters): Promise<string> {
  return sheet.assets.settled(new SvgWriter(sheet, list, letters).writePage());
}

/** What is drawn in the sheet's area alone, letters as shapes, and the box around it; null where nothing is. */
export async function svgOfArea(sheet: Sheet, list: number): Promise<{ art: string; box: Box } | null> {
  const writer = new SvgWriter(sheet, list, undefined, true);
  const art = await sheet.assets.settled(writer.writePage());
  return writer.drawn && { art, box: writer.drawn };
}

/** A list that is part of a page, such as a pattern's cell. */
function svgOfPart(sheet: Sheet, list: number): Part {
  const writer = new SvgWriter(sheet, list);
  return { art: writer.write(), drawn: writer.drawn };
}

/** What only a picture can show, while its commands go by. */
interface Pictured {
  /** Where its last command ends. */
  end: number;
  box: Box;
}

class SvgWriter {
  private readonly reader: DisplayListReader;
  private readonly out: string[] = [];
  private readonly text: PageText | null;
  /** The wrappers that the text that waits is to be in, and how it blends. */
  private textWrappers: string[] = [];
  private textBlend = 'normal';
  private levels: Level[] = [{ clips: [], mask: null }];
  /** Wrappers (`<g>`) that are open now, in order, by the attribute that they carry. */
  private open: string[] = [];
  /** What `open` may not fall below: wrappers belong to the group in which they were opened. */
  private readonly floors: number[] = [];
  private readonly definitions: Definitions;
  private readonly blending: Blending;
  /** Of the groups that are open, whether they are none to CSS. */
  private readonly plain: boolean[] = [];
  private pictured: Pictured | null = null;
  /** What the figures show that what is drawn now is part of, and those that have been named. */
  private readonly figures: (string | undefined)[] = [];
  private readonly named = new Set<string>();
  private readonly bitmapText = new BitmapText<Level>();
  private readonly strips = new ImageStrips<Level>();
  /** Around what has been drawn, however it is clipped; null: nothing has. */
  drawn: Box | null = null;

  constructor(
    private readonly sheet: Sheet,
    private readonly list: number,
    letters?: PageLetters,
    /** Draws only what is in the sheet's area. */
    private readonly areaOnly = false,
  ) {
    this.reader = new DisplayListReader(sheet.core.instance);
    this.definitions = new Definitions(sheet, this.out, svgOfPart);
    this.text = letters ? new PageText(sheet.core, sheet.faces, letters, sheet.images, sheet.area) : null;
    this.blending = this.reader.isPlain(list) ? NO_BLENDING : blendingOf(this.reader.layers(list));
  }

  /** The page's own contents are a group, which is laid on the paper before the annotations are (ISO 32000-2, 11.4.7). */
  writePage(): string {
    let isOpen = this.blending.seesPaper;
    if (isOpen) this.beginGroup({ blend: 'normal', alpha: 1, isolated: true });
    for (const command of this.reader.commands(this.list)) {
      if (this.mark(command)) continue;
      if (command.op === 'begin-annotation' && isOpen) {
        this.endWaiting();
        this.endGroup();
        isOpen = false;
      }
      if (this.pictured) this.passOver(command, this.pictured);
      else if (!this.beginPicture(command)) this.draw(command);
    }
    return this.finish();
  }

  write(): string {
    for (const command of this.reader.commands(this.list)) if (!this.mark(command)) this.draw(command);
    return this.finish();
  }

  /** Whether a command begins or ends marked content. */
  private mark(command: Command): boolean {
    if (command.op !== 'begin-mark' && command.op !== 'end-mark') return false;
    const figure = this.figures.at(-1);
    // What waits is part of what is left.
    if (figure !== undefined) this.endStrips();
    if (command.op === 'begin-mark') this.figures.push(this.sheet.alts?.(command.mcid, command.form) ?? figure);
    else this.figures.pop();
    return true;
  }

  /** The first that is drawn of a figure says what it shows, to those who do not see it. */
  private label(): Attributes {
    const alt = this.figures.at(-1);
    if (alt === undefined || this.named.has(alt)) return {};
    this.named.add(alt);
    return { role: 'img', 'aria-label': escapeXml(alt) };
  }

  private finish(): string {
    this.endWaiting();
    this.writeText();
    this.unwrap(0);
    return this.out.join('');
  }

  /** Whether a group begins that only a picture can show. */
  private beginPicture(command: Command): boolean {
    const end = command.op === 'begin-group' ? this.blending.pictures.get(command.end) : undefined;
    if (command.op !== 'begin-group' || end === undefined) return false;
    this.pictured = { end, box: this.seenOf(command.box) };
    return true;
  }

  /** Of what a picture shows, the text is written. */
  private passOver(command: Command, { end, box }: Pictured): void {
    this.endWaiting();
    if (command.op === 'glyphs') this.show({ ...command.run, fill: null, strokePaint: null });
    if (command.end < end) return;
    this.pictured = null;
    if (this.text?.isCovered(box, '')) this.writeText();
    const element = this.pictureOf(box, end);
    if (!element) return;
    this.unwrap(this.floors[this.floors.length - 1] ?? 0);
    this.out.push(element);
  }

  /** A part of the page as it looks before the command that begins at `end`. */
  private pictureOf(box: Box, end: number): string {
    const tile = pictureTile(box);
    if (!tile) return '';
    const { scale, x, y, width, height } = tile;
    const { exports } = this.sheet.core.instance;
    const url = pictureUrl(this.sheet, tile, (raster) => exports.renderUntil(raster, this.list, end, scale, x, y, width, height));
    if (url === null) return '';
    const [left, top, across, down] = rectangle(boxOfTile(tile));
    return `<image x="${left}" y="${top}" width="${short(across)}" height="${short(down)}" preserveAspectRatio="none" href="${url}"/>`;
  }

  private beginGroup({ blend, alpha, isolated }: Pick<Extract<Command, { op: 'begin-group' }>, 'blend' | 'alpha' | 'isolated'>): void {
    this.writeText();
    this.wrap(blend);
    this.floors.push(this.open.length);
    this.out.push(`<g${attributes({ opacity: alpha < 1 ? short(alpha) : '', style: groupStyle(blend, isolated) })}>`);
    // Inside, clips start anew: those outside hold for the group as a whole.
    this.levels.push({ clips: [], mask: null });
    this.open.push('');
    this.floors.push(this.open.length);
  }

  private endGroup(): void {
    this.writeText();
    const floor = this.floors.pop();
    if (floor === undefined) return;
    this.unwrap(floor);
    this.open.pop();
    this.out.push('</g>');
    this.floors.pop();
    if (this.levels.length > 1) this.levels.pop();
  }

  private draw(command: Command): void {
    if (command.op === 'stencil' && this.takesBitmap(command)) return;
    // Each glyph of a bitmap font, and each strip of a picture, is drawn in a state of its own.
    const isState = command.op === 'save' || command.op === 'restore' || (command.op === 'clip' && this.bitmapText.place !== null);
    if (!isState) {
      this.endBitmaps();
      const mayGoOn = command.op === 'image' && !this.areaOnly;
      if (mayGoOn && this.addStrip(command)) return;
      this.endStrips();
      if (mayGoOn && this.addStrip(command)) return;
    }
    switch (command.op) {
      case 'begin-annotation':
        return;
      case 'save': {
        const top = this.levels[this.levels.length - 1]!;
        this.levels.push({ clips: top.clips, mask: top.mask });
        return;
      }
      case 'restore':
        if (this.levels.length > 1) this.levels.pop();
        return;
      case 'clip':
        this.clip(this.reader.path(command.path), command.evenOdd);
        return;
      case 'soft-mask':
        this.levels[this.levels.length - 1]!.mask = command.mask && `mask="url(#${this.definitions.mask(command.mask)})"`;
        return;
      case 'begin-group': {
        const isPlain = this.blending.plain.has(command.end);
        this.plain.push(isPlain);
        const { clips, mask } = this.levels[this.levels.length - 1]!;
        if (isPlain) this.levels.push({ clips, mask });
        else this.beginGroup(command);
        return;
      }
      case 'end-group': {
        const isPlain = this.plain.pop();
        if (isPlain === false) this.endGroup();
        else if (isPlain && this.levels.length > 1) this.levels.pop();
        return;
      }
      case 'glyphs':
        if (this.text && !command.run.fill && !command.run.strokePaint) {
          const { clips, mask } = this.levels[this.levels.length - 1]!;
          this.bitmapText.begin(command.run, { clips, mask });
        } else this.show(command.run);
        return;
      default:
        this.drawShape(command);
    }
  }

  private drawShape(command: Command): void {
    const box = this.boxOf(command);
    if (this.areaOnly && !(box && isPartOf(this.sheet.area, box))) return;
    if (box && !this.text) this.note(this.areaOnly || !this.hasCorners(command) ? box : withCorners(box, command));
    if (box && this.text?.isCovered(box, colorOf(command))) this.writeText();
    this.wrap(blendOf(command), this.wrappersAround(box && withCorners(box, command)));
    this.paint(command, box);
  }

  /** Draws what has waited for more of its kind. */
  private endWaiting(): void {
    this.endBitmaps();
    this.endStrips();
  }

  private addStrip(command: ImageCommand): boolean {
    return this.strips.add(command, () => ({ ...this.levels[this.levels.length - 1]! }));
  }

  /** Draws the strips of a picture that have been gathered: as one, where they can be put together. */
  private endStrips(): void {
    const over = this.strips.end();
    if (!over) return;
    const { strips, place } = over;
    this.levels.push(place);
    const whole = strips.length > 1 ? this.sheet.images.strips(strips.map(({ image }) => image)) : null;
    if (whole) this.drawStrips(strips, whole);
    else for (const strip of strips) this.drawShape(strip);
    this.levels.pop();
  }

  private drawStrips(strips: readonly ImageCommand[], whole: PlacedImage): void {
    const [first, last] = [strips[0]!, strips[strips.length - 1]!];
    const [a, , , d, e, f] = first.matrix;
    const bottom = last.matrix[5];
    const matrix: Matrix = [a, 0, 0, f + d - bottom, e, bottom];
    this.note(boxOfUnitSquare(matrix));
    if (this.text?.isCovered(boxOfUnitSquare(matrix), '')) this.writeText();
    this.wrap('normal');
    this.out.push(
      imageElement(whole, fullPlace(whole, matrix), { ...this.label(), style: first.interpolate ? '' : samplingStyle(whole, matrix) }),
    );
  }

  private paint(command: Command, box: Box | null): void {
    switch (command.op) {
      case 'fill': {
        const path = this.reader.path(command.path);
        if (this.definitions.tile(path, command.evenOdd, command.paint)) return;
        const fill = this.fill(command.paint, box);
        if (!fill) return;
        const look = {
          ...this.label(),
          ...fill,
          'fill-rule': command.evenOdd ? 'evenodd' : '',
          ...(box && this.thinEdge(box, command.paint)),
        };
        this.out.push(`<path d="${pathData(path)}"${attributes(look)}/>`);
        return;
      }
      case 'stroke':
        this.stroke(this.reader.path(command.path), command.paint, command.stroke, box && withCorners(box, command));
        return;
      case 'image': {
        const image = this.sheet.images.image(command.image);
        if (image) {
          const style = [blendStyle(command.blend), command.interpolate ? '' : samplingStyle(image, command.matrix)];
          const look = { ...this.label(), opacity: command.alpha < 1 ? short(command.alpha) : '', style: style.filter(Boolean).join(';') };
          this.out.push(imageElement(image, fullPlace(image, command.matrix), look));
        }
        return;
      }
      case 'stencil': {
        const { color, alpha, blend, pattern } = command.paint;
        if (pattern) return this.stencilWithPattern(command.image, command.matrix, command.paint);
        const image = this.sheet.images.stencil(command.image, this.sheet.ink ?? color);
        if (image) {
          const style = [blendStyle(blend), samplingStyle(image, command.matrix)].filter(Boolean).join(';');
          this.out.push(imageElement(image, command.matrix, { ...this.label(), opacity: alpha < 1 ? short(alpha) : '', style }));
        }
        return;
      }
      case 'shade': {
        const { pattern, alpha, blend } = command;
        const fill = this.fill({ pattern, alpha, blend, color: '#000000' }, box);
        if (fill) this.out.push(`<rect ${EVERYWHERE}${attributes(fill)}/>`);
        return;
      }
    }
  }

  /**
   * Opens and closes wrappers until those that are open are the clips and the mask of the current state. A wrapper is a
   * group of its own to CSS, in which nothing blends with what is outside: so what blends has wrappers for itself, of which
   * the outermost one does the blending.
   */
  private wrap(blend: string, wanted: string[] = this.wrappers()): void {
    const floor = this.floors[this.floors.length - 1] ?? 0;
    let same = 0;
    if (blend !== 'normal' && wanted.length) {
      this.unwrap(floor);
      wanted[0] += ` style="${blendStyle(blend)}"`;
    }
    while (same < wanted.length && this.open[floor + same] === wanted[same]) same++;
    this.unwrap(floor + same);
    for (let i = same; i < wanted.length; i++) {
      this.out.push(`<g ${wanted[i]!}>`);
      this.open.push(wanted[i]!);
    }
  }

  /** The clips and the mask of the current state; of clips that are boxes, those that do not leave whole what is drawn. */
  private wrappers(leavesWhole?: (clip: Box) => boolean): string[] {
    const { clips, mask } = this.levels[this.levels.length - 1]!;
    const wrappers: string[] = [];
    for (let i = 0; i < clips.length; i++) {
      const clip = clips[i]!;
      if (clip.box && leavesWhole?.(clip.box)) continue;
      clip.attribute ||= this.clipAttribute(clip);
      if (!wrappers.includes(clip.attribute)) wrappers.push(clip.attribute);
    }
    if (mask) wrappers.push(mask);
    return wrappers;
  }

  private clipAttribute({ box, path, evenOdd }: Clip): string {
    const data = pathData(box ? fullClip(box) : path);
    return `clip-path="url(#${this.definitions.clip(data, evenOdd && !box)})"`;
  }

  /** What a shape in a box needs, or as much more as is open anyway. */
  private wrappersAround(box: Box | null): string[] {
    const floor = this.floors[this.floors.length - 1] ?? 0;
    const needed = this.wrappers((clip) => box !== null && contains(clip, box));
    if (this.open.length - floor <= needed.length) return needed;
    const all = this.wrappers();
    return isSame(all, this.open, floor) ? all : needed;
  }

  private unwrap(to: number): void {
    while (this.open.length > to) {
      this.open.pop();
      this.out.push('</g>');
    }
  }

  private clip(path: Path, evenOdd: boolean): void {
    const top = this.levels[this.levels.length - 1]!;
    top.clips = [...top.clips, { path, evenOdd, attribute: '', box: rectangleOf(path) }];
  }

  /** Whether a stencil is a glyph of the run that waits: also within a box of its own, where that cuts nothing off. */
  private takesBitmap(command: Extract<Command, { op: 'stencil' }>): boolean {
    const { place } = this.bitmapText;
    if (!place) return false;
    const { clips } = this.levels[this.levels.length - 1]!;
    if (clips.length > place.clips.length) {
      const [x0, y0, x1, y1] = boxOfUnitSquare(command.matrix);
      const seen: Box = [x0 + UNSEEN, y0 + UNSEEN, x1 - UNSEEN, y1 - UNSEEN];
      for (let i = place.clips.length; i < clips.length; i++) {
        const { box } = clips[i]!;
        if (!box || !contains(box, seen)) return false;
      }
    }
    return this.bitmapText.take(command);
  }

  /** Shows the run of a bitmap font that is over. */
  private endBitmaps(): void {
    const over = this.bitmapText.end();
    if (!over) return;
    this.levels.push(over.place);
    this.show(over.run, over.bitmaps);
    this.levels.pop();
  }

  /** Text waits to be written; what of it is none is drawn. */
  private show(run: GlyphRun, bitmaps?: ReadonlyMap<number, Bitmap>): void {
    const paint = run.fill ?? run.strokePaint;
    const blend = paint?.blend ?? 'normal';
    if (!this.text) return this.drawGlyphs(run, [...Array(run.glyphs.count).keys()], blend);
    const taken = this.text.take(run, bitmaps);
    if (taken.drawn.length) this.drawGlyphs(run, taken.drawn, blend);
    for (const bitmap of taken.bitmaps) {
      if (this.text.isCovered(boxOfUnitSquare(bitmap.matrix), paint!.color)) this.writeText();
      this.wrap(blend);
      this.paint({ op: 'stencil', ...bitmap, paint: paint!, isGlyph: true, end: 0 }, null);
    }
    if (!taken.shown.length) return;
    const { ink } = taken;
    if (ink) {
      // Around letters is white space: a clip that cuts off that alone need not part them from their line.
      const wrappers = this.wrappers((clip) => ink.isIn(clip, WHITE * taken.shown[0]!.size));
      if (blend !== this.textBlend || !isSame(wrappers, this.textWrappers)) this.writeText();
      this.textWrappers = wrappers;
      this.textBlend = blend;
    }
    const opaque = run.fill && run.fill.alpha >= 1 && !run.strokePaint && blend === 'normal';
    this.text.add(taken, opaque ? run.fill!.color : '');
  }

  /** Writes the text that waits. */
  private writeText(): void {
    const markup = this.text?.write();
    if (markup) {
      this.wrap(this.textBlend, [...this.textWrappers]);
      const blends = this.textBlend !== 'normal' && !this.textWrappers.length;
      this.out.push(blends ? `<g style="${blendStyle(this.textBlend)}">${markup}</g>` : markup);
    }
    this.textWrappers = [];
    this.textBlend = 'normal';
  }

  /** Glyphs of a run as one shape. */
  private drawGlyphs(run: GlyphRun, indices: readonly number[], blend: string): void {
    if (!run.fill && !run.strokePaint) return;
    const { glyphs } = run;
    const path: Path = { verbs: [], points: [] };
    const [a, b, c, d] = run.matrix;
    const seen = this.areaOnly ? this.sheet.area : grown(this.sheet.area, FARTHEST * Math.max(Math.hypot(a, b), Math.hypot(c, d)));
    for (const i of indices) {
      const [x, y] = [glyphs.x(i), glyphs.y(i)];
      if (contains(seen, [x, y, x, y])) addOutline(path, this.sheet.core, run, i);
    }
    const box = boxOfPath(path, run.stroke ? reachOf(run.stroke) : 0);
    if (!box) return;
    this.note(box);
    if (this.text?.isCovered(box, run.fill && !run.strokePaint ? opaqueColor(run.fill) : '')) this.writeText();
    this.wrap(blend);
    const fill = run.fill && this.fill(run.fill, box);
    const stroke =
      run.strokePaint && run.stroke
        ? { ...this.line(run.strokePaint, box), ...strokeAttributes(run.stroke), ...(fill ? { class: '' } : {}) } // what is filled is seen, however thin its outline
        : {};
    if (fill || run.strokePaint) this.out.push(`<path d="${pathData(path)}"${attributes({ ...(fill ?? { fill: 'none' }), ...stroke })}/>`);
  }

  /** Whether a stroke turns somewhere, or may reach beyond its ends. */
  private hasCorners(command: Command): boolean {
    if (command.op !== 'stroke') return false;
    const { verbs } = this.reader.path(command.path);
    const goesOn = (i: number) => i + 1 < verbs.length && verbs[i] !== Verb.Move && verbs[i + 1] !== Verb.Move;
    return command.stroke.cap === 'square' || verbs.some((verb, i) => verb === Verb.Close || goesOn(i));
  }

  private note(box: Box): void {
    this.drawn = this.drawn ? union(this.drawn, box) : box;
  }

  /** As much of a box as the page has and the current clips leave. */
  private seenOf(box: Box): Box {
    const { clips } = this.levels[this.levels.length - 1]!;
    let seen = meeting(box, this.sheet.area);
    for (const { path } of clips) {
      const around = boxOfPath(path, 0);
      if (around) seen = meeting(seen, around);
    }
    return seen;
  }

  /** What a command that draws a shape or a picture may reach; null: nothing. */
  private boxOf(command: Command): Box | null {
    switch (command.op) {
      case 'fill':
        return boxOfPath(this.reader.path(command.path), 0);
      case 'stroke': {
        return boxOfPath(this.reader.path(command.path), reachOf(command.stroke));
      }
      case 'image':
      case 'stencil':
        return boxOfUnitSquare(command.matrix);
      case 'shade':
        return this.sheet.area;
      default:
        return null;
    }
  }

  /** What fills a shape in a box. */
  private fill(paint: Paint, box: Box | null): Attributes | null {
    return this.definitions.fill(paint, paint.pattern && box ? this.seenOf(box) : this.sheet.area);
  }

  /** What draws a line in a box. */
  private line(paint: Paint, box: Box | null): Attributes {
    return this.definitions.stroke(paint, paint.pattern && box ? this.seenOf(box) : this.sheet.area);
  }

  private strokeElement(data: string, paint: Paint, stroke: Stroke, box: Box | null): string {
    return `<path d="${data}" fill="none"${attributes({ ...this.label(), ...this.line(paint, box), ...strokeAttributes(stroke) })}/>`;
  }

  /** The edge that makes a shape that is next to nothing as thick as what can be seen. */
  private thinEdge([x0, y0, x1, y1]: Box, { color, alpha, pattern }: Paint): Attributes {
    const thickness = Math.min(x1 - x0, y1 - y0);
    if (!(thickness < THINNEST_FILL) || alpha < 1 || pattern) return {};
    return { stroke: this.sheet.ink ?? color, 'stroke-width': short(THINNEST_FILL - thickness) };
  }

  private stroke(path: Path, paint: Paint, stroke: Stroke, box: Box | null): void {
    const pen = skewedPen(stroke);
    const corners = pen ? null : sharpCorners(path, stroke);
    if (corners) this.strokeWithCorners(path, paint, stroke, corners, box);
    else if (!pen) this.out.push(this.strokeElement(pathData(path), paint, stroke, box));
    else if (!paint.pattern)
      this.out.push(`<g transform="${matrixOf(pen.matrix)}">${this.strokeElement(pen.path(path), paint, pen.stroke, box)}</g>`);
    else {
      // A pattern stays where it is, however the pen is turned.
      const solid: Paint = { color: '#000000', alpha: 1, blend: 'normal', pattern: null };
      const line = `<g transform="${matrixOf(pen.matrix)}">${this.strokeElement(pen.path(path), solid, pen.stroke, box)}</g>`;
      const around = boxOfPath(path, SQUARE * reachOf(stroke));
      if (around) this.throughMask(line, around, paint);
    }
  }

  /** A stroke, and shapes that belong to it: one thing, however much of what is below shows through. */
  private strokeWithCorners(path: Path, paint: Paint, stroke: Stroke, corners: Path, box: Box | null): void {
    const opaque = { ...paint, alpha: 1, blend: 'normal' };
    const shapes = `<path d="${pathData(corners)}"${attributes(this.fill(opaque, box) ?? { fill: 'none' })}/>`;
    const look = attributes({ opacity: paint.alpha < 1 ? short(paint.alpha) : '', style: blendStyle(paint.blend) });
    this.out.push(`<g${look}>${this.strokeElement(pathData(path), opaque, stroke, box)}${shapes}</g>`);
  }

  /** A pattern seen through a stencil. */
  private stencilWithPattern(address: number, matrix: Matrix, paint: Paint): void {
    const image = this.sheet.images.stencil(address, '#000000');
    if (image) this.throughMask(imageElement(image, matrix, {}), boxOfUnitSquare(matrix), paint);
  }

  /** A paint in a box, where something else would be drawn. */
  private throughMask(element: string, box: Box, paint: Paint): void {
    const id = this.sheet.nextId();
    const [x, y, w, h] = rectangle(box);
    const place = `x="${x}" y="${y}" width="${short(w)}" height="${short(h)}"`;
    this.out.push(`<mask id="${id}" maskUnits="userSpaceOnUse" ${place} style="mask-type:alpha">${element}</mask><g mask="url(#${id})">`);
    const outline = pathOfBox(box);
    if (!this.definitions.tile(outline, false, paint)) {
      const fill = this.fill(paint, box);
      if (fill) this.out.push(`<path d="${pathData(outline)}"${attributes(fill)}/>`);
    }
    this.out.push('</g>');
  }
}

/** Whether a list is what another one has from some place on. */
function isSame(one: readonly string[], other: readonly string[], from = 0): boolean {
  if (one.length !== other.length - from) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[from + i]) return false;
  return true;
}
