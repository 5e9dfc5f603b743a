import type { DocumentCore } from '../core.js';
import {
  DisplayListReader,
  type Box,
  type Command,
  type Glyph,
  type GlyphRun,
  type Matrix,
  type Paint,
  type Pattern,
  type Segment,
  type SoftMask,
  type Stroke,
} from './display-list.js';
import { boxOfSegments, boxOfUnitSquare, contains, meeting, rectangleOf, segmentsOfBox, union } from './boxes.js';
import { pathData } from './path-data.js';
import type { Assets } from './assets.js';
import { attributes, escapeXml, matrixOf, short, type Attributes } from './markup.js';
import type { FontFaces } from './fonts/faces.js';
import type { Images, PlacedImage } from './images.js';
import { blendingOf, type Blending } from './blending.js';
import { paintServer, shadingClip } from './gradients.js';
import { encodePng } from './png.js';
import {
  blendOf,
  blendStyle,
  colorOf,
  fullClip,
  fullPlace,
  glyphOutline,
  groupStyle,
  imageElement,
  isPartOf,
  opaqueColor,
  reachOf,
  rectangle,
  samplingStyle,
  strokeAttributes,
  withCorners,
} from './svg-looks.js';
import { tilesOf } from './tiling.js';
import { PageText, type Bitmap } from './page-text/page-text.js';
import { BitmapText } from './bitmap-text.js';
import { ImageStrips, type ImageCommand } from './image-strips.js';
import type { PageLetters } from './page-text/letters.js';
import type { FigureAlts } from './figure-alts.js';

/** A rectangle that no page reaches beyond. */
const EVERYWHERE = 'x="-9999" y="-9999" width="29999" height="29999"';
/** Pixels a point of what only a picture can show. */
const PICTURE_SCALE = 2;
/** What is cut off an image at its sides, in points, without showing. */
const UNSEEN = 0.05;
/** White space at the sides of letters, in em. */
const WHITE = 0.1;

/** What a converted document has in common over its pages. */
export interface Sheet {
  core: DocumentCore;
  faces: FontFaces;
  /** The page, in points. */
  area: Box;
  images: Images;
  assets: Assets;
  /** Ids are unique in the whole document. */
  nextId: () => string;
  /** The colour of all that is drawn, as in a pattern without colours (ISO 32000-2, 8.7.3.3). */
  ink?: string;
  alts?: FigureAlts | null;
}

interface Clip {
  segments: readonly Segment[];
  evenOdd: boolean;
  /** What refers to it; '': nothing has yet, and it stands nowhere. */
  attribute: string;
  /** The rectangle that it is; null: another shape. */
  box: Box | null;
}

/** A clip, group or mask that is open: what closes it, and the clips inside it that Restore takes away. */
interface Level {
  clips: Clip[];
  mask: string | null;
}

/**
 * A page's display list as SVG elements, drawn in the list's order. Definitions are returned with them, in place. The glyphs
 * of `letters` become text, all others shapes.
 */
export async function svgOfPage(sheet: Sheet, list: number, letters?: PageLetters): Promise<string> {
  return new SvgWriter(sheet, list, letters).writePage();
}

/** What is drawn in the sheet's area alone, letters as shapes, and the box around it; null where nothing is. */
export async function svgOfArea(sheet: Sheet, list: number): Promise<{ art: string; box: Box } | null> {
  const writer = new SvgWriter(sheet, list, undefined, true);
  const art = await writer.writePage();
  return writer.drawn && { art, box: writer.drawn };
}

/** A list that is part of a page, such as a pattern's cell. */
async function svgOfPart(sheet: Sheet, list: number): Promise<{ art: string; drawn: Box | null }> {
  const writer = new SvgWriter(sheet, list);
  return { art: await writer.write(), drawn: writer.drawn };
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
  private readonly clipIds = new Map<string, string>();
  private readonly patterns = new Map<string, string>();
  /** Cells of tiling patterns, as SVG. */
  private readonly cells = new Map<string, string>();
  private readonly masks = new Map<number, string>();
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
    this.text = letters ? new PageText(sheet.core, sheet.faces, letters, sheet.images) : null;
    this.blending = blendingOf(this.reader.layers(list));
  }

  /** The page's own contents are a group, which is laid on the paper before the annotations are (ISO 32000-2, 11.4.7). */
  async writePage(): Promise<string> {
    let isOpen = this.blending.seesPaper;
    if (isOpen) this.beginGroup({ blend: 'normal', alpha: 1, isolated: true });
    for (const command of this.reader.commands(this.list)) {
      if (await this.mark(command)) continue;
      if (command.op === 'begin-annotation' && isOpen) {
        await this.endWaiting();
        this.endGroup();
        isOpen = false;
      }
      if (this.pictured) await this.passOver(command, this.pictured);
      else if (!this.beginPicture(command)) await this.draw(command);
    }
    return this.finish();
  }

  async write(): Promise<string> {
    for (const command of this.reader.commands(this.list)) if (!(await this.mark(command))) await this.draw(command);
    return this.finish();
  }

  /** Whether a command begins or ends marked content. */
  private async mark(command: Command): Promise<boolean> {
    if (command.op !== 'begin-mark' && command.op !== 'end-mark') return false;
    const figure = this.figures.at(-1);
    // What waits is part of what is left.
    if (figure !== undefined) await this.endStrips();
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

  private async finish(): Promise<string> {
    await this.endWaiting();
    this.writeText();
    this.unwrap(0);
    return this.out.join('');
  }

  /** Whether a group begins that only a picture can show. */
  private beginPicture(command: Command): boolean {
    const end = command.op === 'begin-group' ? this.blending.pictures.get(command.end) : undefined;
    if (command.op !== 'begin-group' || end === undefined) return false;
    const clips = this.levels[this.levels.length - 1]!.clips.map(({ box }) => box);
    this.pictured = { end, box: [...clips, this.sheet.area].reduce<Box>((box, clip) => (clip ? meeting(box, clip) : box), command.box) };
    return true;
  }

  /** Of what a picture shows, the text is written. */
  private async passOver(command: Command, { end, box }: Pictured): Promise<void> {
    await this.endWaiting();
    if (command.op === 'glyphs') await this.show({ ...command.run, fill: null, strokePaint: null });
    if (command.end < end) return;
    this.pictured = null;
    if (this.text?.isCovered(box, '')) this.writeText();
    const element = await this.pictureOf(box, end);
    if (!element) return;
    this.unwrap(this.floors[this.floors.length - 1] ?? 0);
    this.out.push(element);
  }

  /** A part of the page as it looks before the command that begins at `end`. */
  private async pictureOf([x0, y0, x1, y1]: Box, end: number): Promise<string> {
    const { core } = this.sheet;
    const [left, top] = [Math.floor(x0 * PICTURE_SCALE), Math.floor(y0 * PICTURE_SCALE)];
    const [width, height] = [Math.ceil(x1 * PICTURE_SCALE) - left, Math.ceil(y1 * PICTURE_SCALE) - top];
    if (!(width > 0 && height > 0)) return '';
    const { exports } = core.instance;
    const address = core.draw((raster) => exports.renderUntil(raster, this.list, end, PICTURE_SCALE, left, top, width, height));
    if (!address) return '';
    const pixels = core.instance.bytes(address, width * height * 4).slice();
    exports.give(address);
    const place = [left, top, width, height].map((pixels) => short(pixels / PICTURE_SCALE));
    const url = this.sheet.assets.url('image/png', await encodePng(width, height, pixels, 4));
    return `<image x="${place[0]}" y="${place[1]}" width="${place[2]}" height="${place[3]}" preserveAspectRatio="none" href="${url}"/>`;
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

  private async draw(command: Command): Promise<void> {
    if (command.op === 'stencil' && this.takesBitmap(command)) return;
    // Each glyph of a bitmap font, and each strip of a picture, is drawn in a state of its own.
    const isState = command.op === 'save' || command.op === 'restore' || (command.op === 'clip' && this.bitmapText.place !== null);
    if (!isState) {
      await this.endBitmaps();
      const add = () =>
        command.op === 'image' && !this.areaOnly && this.strips.add(command, () => ({ ...this.levels[this.levels.length - 1]! }));
      if (add()) return;
      await this.endStrips();
      if (add()) return;
    }
    switch (command.op) {
      case 'begin-annotation':
        return;
      case 'save': {
        const top = this.levels[this.levels.length - 1]!;
        this.levels.push({ clips: [...top.clips], mask: top.mask });
        return;
      }
      case 'restore':
        if (this.levels.length > 1) this.levels.pop();
        return;
      case 'clip':
        this.clip(this.reader.segments(command.path), command.evenOdd);
        return;
      case 'soft-mask':
        this.levels[this.levels.length - 1]!.mask = command.mask && `mask="url(#${await this.maskId(command.mask)})"`;
        return;
      case 'begin-group': {
        const isPlain = this.blending.plain.has(command.end);
        this.plain.push(isPlain);
        const { clips, mask } = this.levels[this.levels.length - 1]!;
        if (isPlain) this.levels.push({ clips: [...clips], mask });
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
          this.bitmapText.begin(command.run, { clips: [...clips], mask });
        } else await this.show(command.run);
        return;
      default:
        await this.drawShape(command);
    }
  }

  private async drawShape(command: Command): Promise<void> {
    const box = this.boxOf(command);
    if (this.areaOnly && !(box && isPartOf(this.sheet.area, box))) return;
    if (box && !this.text) this.note(this.areaOnly || !this.hasCorners(command) ? box : withCorners(box, command));
    if (box && this.text?.isCovered(box, colorOf(command))) this.writeText();
    this.wrap(blendOf(command), this.wrappersAround(box && withCorners(box, command)));
    await this.paint(command);
  }

  /** Draws what has waited for more of its kind. */
  private async endWaiting(): Promise<void> {
    await this.endBitmaps();
    await this.endStrips();
  }

  /** Draws the strips of a picture that have been gathered: as one, where they can be put together. */
  private async endStrips(): Promise<void> {
    const over = this.strips.end();
    if (!over) return;
    const { strips, place } = over;
    this.levels.push(place);
    const whole = strips.length > 1 ? await this.sheet.images.strips(strips.map(({ image }) => image)) : null;
    if (whole) this.drawStrips(strips, whole);
    else for (const strip of strips) await this.drawShape(strip);
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

  private async paint(command: Command): Promise<void> {
    switch (command.op) {
      case 'fill': {
        const segments = this.reader.segments(command.path);
        if (await this.tile(segments, command.evenOdd, command.paint)) return;
        const fill = await this.fill(command.paint);
        if (!fill) return;
        const rule = command.evenOdd ? 'evenodd' : '';
        this.out.push(`<path d="${pathData(segments)}"${attributes({ ...this.label(), ...fill, 'fill-rule': rule })}/>`);
        return;
      }
      case 'stroke':
        this.out.push(await this.strokeElement(pathData(this.reader.segments(command.path)), command.paint, command.stroke));
        return;
      case 'image': {
        const image = await this.sheet.images.image(command.image);
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
        const image = await this.sheet.images.stencil(command.image, this.sheet.ink ?? color);
        if (image) {
          const style = [blendStyle(blend), samplingStyle(image, command.matrix)].filter(Boolean).join(';');
          this.out.push(imageElement(image, command.matrix, { ...this.label(), opacity: alpha < 1 ? short(alpha) : '', style }));
        }
        return;
      }
      case 'shade': {
        const { pattern, alpha, blend } = command;
        const fill = await this.fill({ pattern, alpha, blend, color: '#000000' });
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
    for (const attribute of wanted.slice(same)) {
      this.out.push(`<g ${attribute}>`);
      this.open.push(attribute);
    }
  }

  /** The clips and the mask of the current state; of clips, those that cut something off a box. */
  private wrappers(box?: Box): string[] {
    const { clips, mask } = this.levels[this.levels.length - 1]!;
    const cutting = box ? clips.filter((clip) => !clip.box || !contains(clip.box, box)) : clips;
    const attributes = cutting.map((clip) => (clip.attribute ||= this.clipAttribute(clip)));
    return [...new Set(mask ? [...attributes, mask] : attributes)];
  }

  private clipAttribute({ box, segments, evenOdd }: Clip): string {
    const data = box ? pathData(fullClip(box)) : pathData(segments);
    return `clip-path="url(#${this.clipId(data, evenOdd && !box)})"`;
  }

  /** What a shape in a box needs, or as much more as is open anyway. */
  private wrappersAround(box: Box | null): string[] {
    const floor = this.floors[this.floors.length - 1] ?? 0;
    const needed = this.wrappers(box ?? undefined);
    const open = this.open.slice(floor);
    if (open.length <= needed.length) return needed;
    const all = this.wrappers();
    return all.join() === open.join() ? all : needed;
  }

  private unwrap(to: number): void {
    while (this.open.length > to) {
      this.open.pop();
      this.out.push('</g>');
    }
  }

  private clip(segments: readonly Segment[], evenOdd: boolean): void {
    this.levels[this.levels.length - 1]!.clips.push({ segments, evenOdd, attribute: '', box: rectangleOf(segments) });
  }

  /** Whether a stencil is a glyph of the run that waits: also within a box of its own, where that cuts nothing off. */
  private takesBitmap(command: Extract<Command, { op: 'stencil' }>): boolean {
    const [x0, y0, x1, y1] = boxOfUnitSquare(command.matrix);
    const seen: Box = [x0 + UNSEEN, y0 + UNSEEN, x1 - UNSEEN, y1 - UNSEEN];
    const { place } = this.bitmapText;
    const own = place ? this.levels[this.levels.length - 1]!.clips.slice(place.clips.length) : [];
    return own.every(({ box }) => box && contains(box, seen)) && this.bitmapText.take(command);
  }

  /** Shows the run of a bitmap font that is over. */
  private async endBitmaps(): Promise<void> {
    const over = this.bitmapText.end();
    if (!over) return;
    this.levels.push(over.place);
    await this.show(over.run, over.bitmaps);
    this.levels.pop();
  }

  /** Text waits to be written; what of it is none is drawn. */
  private async show(run: GlyphRun, bitmaps?: ReadonlyMap<Glyph, Bitmap>): Promise<void> {
    const paint = run.fill ?? run.strokePaint;
    const blend = paint?.blend ?? 'normal';
    if (!this.text) return this.drawGlyphs(run, run.glyphs, blend);
    const taken = this.text.take(run, bitmaps);
    if (taken.drawn.length) await this.drawGlyphs(run, taken.drawn, blend);
    for (const bitmap of taken.bitmaps) {
      if (this.text.isCovered(boxOfUnitSquare(bitmap.matrix), paint!.color)) this.writeText();
      this.wrap(blend);
      await this.paint({ op: 'stencil', ...bitmap, paint: paint!, isGlyph: true, end: 0 });
    }
    if (!taken.shown.length) return;
    if (taken.box) {
      // Around letters is white space: a clip that cuts off that alone need not part them from their line.
      const [x0, y0, x1, y1] = taken.box;
      const white = WHITE * taken.shown[0]!.size;
      const wrappers = this.wrappers([x0 + white, y0 + white, x1 - white, y1 - white]);
      if (blend !== this.textBlend || wrappers.join() !== this.textWrappers.join()) this.writeText();
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

  /** Glyphs as one shape. */
  private async drawGlyphs(run: GlyphRun, glyphs: readonly Glyph[], blend: string): Promise<void> {
    if (!run.fill && !run.strokePaint) return;
    const drawn = this.areaOnly ? glyphs.filter(({ x, y }) => contains(this.sheet.area, [x, y, x, y])) : glyphs;
    const outlines = drawn.map((glyph) => glyphOutline(this.sheet.core, run, glyph));
    const data = outlines.map(pathData).join('');
    const reach = run.stroke ? reachOf(run.stroke) : 0;
    const box = boxOfSegments(outlines.flat(), reach);
    if (!data || !box) return;
    this.note(box);
    if (this.text?.isCovered(box, run.fill && !run.strokePaint ? opaqueColor(run.fill) : '')) this.writeText();
    this.wrap(blend);
    const fill = run.fill && (await this.fill(run.fill));
    const stroke =
      run.strokePaint && run.stroke
        ? { ...(await this.strokePaint(run.strokePaint)), ...strokeAttributes(run.stroke), ...(fill ? { class: '' } : {}) } // what is filled is seen, however thin its outline
        : {};
    if (fill || run.strokePaint) this.out.push(`<path d="${data}"${attributes({ ...(fill ?? { fill: 'none' }), ...stroke })}/>`);
  }

  /** Whether a stroke turns somewhere, or may reach beyond its ends. */
  private hasCorners(command: Command): boolean {
    if (command.op !== 'stroke') return false;
    const segments = this.reader.segments(command.path);
    return (
      command.stroke.cap === 'square' ||
      segments.some(({ verb }, i) => verb === 'Z' || (verb !== 'M' && segments[i + 1]?.verb !== 'M' && i + 1 < segments.length))
    );
  }

  private note(box: Box): void {
    this.drawn = this.drawn ? union(this.drawn, box) : box;
  }

  /** What a command that draws a shape or a picture may reach; null: nothing. */
  private boxOf(command: Command): Box | null {
    switch (command.op) {
      case 'fill':
        return boxOfSegments(this.reader.segments(command.path), 0);
      case 'stroke': {
        return boxOfSegments(this.reader.segments(command.path), reachOf(command.stroke));
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

  /** A pattern seen through a stencil. */
  private async stencilWithPattern(address: number, matrix: Matrix, paint: Paint): Promise<void> {
    const image = await this.sheet.images.stencil(address, '#000000');
    if (!image) return;
    const id = this.sheet.nextId();
    const box = boxOfUnitSquare(matrix);
    const [x, y, w, h] = rectangle(box);
    const place = `x="${x}" y="${y}" width="${short(w)}" height="${short(h)}"`;
    this.out.push(
      `<mask id="${id}" maskUnits="userSpaceOnUse" ${place} style="mask-type:alpha">${imageElement(image, matrix, {})}</mask><g mask="url(#${id})">`,
    );
    const outline = segmentsOfBox(box);
    if (!(await this.tile(outline, false, paint))) {
      const fill = await this.fill(paint);
      if (fill) this.out.push(`<path d="${pathData(outline)}"${attributes(fill)}/>`);
    }
    this.out.push('</g>');
  }

  /** Fills a shape with copies of a tiling pattern's cell; whether that can be done. */
  private async tile(segments: readonly Segment[], evenOdd: boolean, { pattern, color, alpha, blend }: Paint): Promise<boolean> {
    const box = pattern?.tiling ? boxOfSegments(segments, 0) : null;
    if (!pattern || !box) return false;
    const area = meeting(box, this.sheet.area);
    const key = `${pattern.address} ${pattern.uncolored ? color : ''}`;
    let cell = this.cells.get(key);
    if (cell === undefined) this.cells.set(key, (cell = await this.cellOf(pattern, color)));
    const tiles = tilesOf(pattern, area, cell, this.sheet.nextId);
    if (tiles === null) return false;
    const clip = `clip-path="url(#${this.clipId(pathData(segments), evenOdd)})"`;
    const look = attributes({ opacity: alpha < 1 ? short(alpha) : '', style: blendStyle(blend) });
    if (tiles) this.out.push(`<g ${clip}${look}>${tiles}</g>`);
    return true;
  }

  /** A pattern's cell, which reaches no further than its box. */
  private async cellOf({ cell, box: [x0, y0, x1, y1], uncolored }: Pattern, color: string): Promise<string> {
    const { art: content, drawn } = await svgOfPart(uncolored ? { ...this.sheet, ink: color } : this.sheet, cell);
    // Where cells are cut, their edges are soft, and show as seams.
    if (!drawn || contains([x0, y0, x1, y1], drawn)) return content;
    const id = this.sheet.nextId();
    const outline = `M${short(x0)} ${short(y0)}H${short(x1)}V${short(y1)}H${short(x0)}z`;
    return `<clipPath id="${id}"><path d="${outline}"/></clipPath><g clip-path="url(#${id})">${content}</g>`;
  }

  private async fill(paint: Paint): Promise<Attributes | null> {
    const rest = { 'fill-opacity': paint.alpha < 1 ? short(paint.alpha) : '', style: blendStyle(paint.blend) };
    const color = this.sheet.ink ?? paint.color;
    if (!paint.pattern) return { fill: color === '#000000' ? '' : color, ...rest };
    const id = await this.patternId(paint.pattern, paint.color);
    const outline = paint.pattern.tiling ? '' : shadingClip(paint.pattern);
    const clip = outline && `url(#${this.clipId(outline, false)})`;
    return id ? { fill: `url(#${id})`, 'clip-path': clip, ...rest } : null;
  }

  private async strokePaint(paint: Paint): Promise<Attributes> {
    const id = paint.pattern && (await this.patternId(paint.pattern, paint.color));
    return {
      stroke: id ? `url(#${id})` : (this.sheet.ink ?? paint.color),
      'stroke-opacity': paint.alpha < 1 ? short(paint.alpha) : '',
      style: blendStyle(paint.blend),
    };
  }

  private async strokeElement(data: string, paint: Paint, stroke: Stroke): Promise<string> {
    return `<path d="${data}" fill="none"${attributes({ ...this.label(), ...(await this.strokePaint(paint)), ...strokeAttributes(stroke) })}/>`;
  }

  private clipId(data: string, evenOdd: boolean): string {
    const key = `${evenOdd} ${data}`;
    let id = this.clipIds.get(key);
    if (!id) {
      id = this.sheet.nextId();
      this.clipIds.set(key, id);
      this.out.push(`<clipPath id="${id}"><path d="${data || 'M0 0'}"${evenOdd ? ' clip-rule="evenodd"' : ''}/></clipPath>`);
    }
    return id;
  }

  private async maskId(mask: SoftMask): Promise<string> {
    const known = this.masks.get(mask.list);
    if (known) return known;
    const id = this.sheet.nextId();
    this.masks.set(mask.list, id);
    const { art: content } = await svgOfPart(this.sheet, mask.list);
    const [x, y, w, h] = rectangle(mask.box);
    // What a transfer function makes of nothing: it maps black, or alpha 0, to more.
    const lifts = (mask.transfer?.[0] ?? 0) > 0;
    const backdrop = mask.luminosity && (lifts || mask.backdrop !== '#000000') ? `<rect ${EVERYWHERE} fill="${mask.backdrop}"/>` : '';
    const area = w > 0 && h > 0 && !backdrop && !lifts ? ` x="${x}" y="${y}" width="${w}" height="${h}"` : ` ${EVERYWHERE}`;
    const table =
      mask.transfer &&
      [...mask.transfer]
        .filter((_, i) => i % 5 === 0)
        .map((v) => short(v / 255))
        .join(' ');
    const [x0, y0, x1, y1] = this.sheet.area;
    const filterId = table ? this.sheet.nextId() : '';
    const filter = table
      ? `<filter id="${filterId}" filterUnits="userSpaceOnUse" x="${short(x0)}" y="${short(y0)}" width="${short(x1 - x0)}" height="${short(y1 - y0)}" color-interpolation-filters="sRGB"><feComponentTransfer>${(mask.luminosity ? ['R', 'G', 'B'] : ['A']).map((c) => `<feFunc${c} type="table" tableValues="${table}"/>`).join('')}</feComponentTransfer></filter>`
      : '';
    this.out.push(
      `${filter}<mask id="${id}" maskUnits="userSpaceOnUse"${area} style="mask-type:${mask.luminosity ? 'luminance' : 'alpha'}">${filterId ? `<g filter="url(#${filterId})">` : ''}${backdrop}${content}${filterId ? '</g>' : ''}</mask>`,
    );
    return id;
  }

  private async patternId(pattern: Pattern, color: string): Promise<string | null> {
    const key = `${pattern.address} ${pattern.uncolored ? color : ''}`;
    const known = this.patterns.get(key);
    if (known) return known;
    const id = this.sheet.nextId();
    if (pattern.tiling) {
      const { art: content } = await svgOfPart(pattern.uncolored ? { ...this.sheet, ink: color } : this.sheet, pattern.cell);
      const [x0, y0, x1, y1] = pattern.box;
      this.out.push(
        `<pattern id="${id}" patternUnits="userSpaceOnUse" x="${short(x0)}" y="${short(y0)}" width="${short(Math.abs(pattern.xStep) || x1 - x0)}" height="${short(Math.abs(pattern.yStep) || y1 - y0)}" patternTransform="${matrixOf(pattern.matrix)}">${content}</pattern>`,
      );
    } else {
      const element = await paintServer(this.sheet.core, this.sheet.assets, pattern, id, this.sheet.area);
      if (!element) return null;
      this.out.push(element);
    }
    this.patterns.set(key, id);
    return id;
  }
}
