import { boxOfPath, contains, grown, meeting } from './boxes.js';
import type { Box, Paint, Path, Pattern, SoftMask } from './display-list.js';
import { gradient, shadingClip, shadingPicture } from './gradients.js';
import { attributes, matrixOf, short, type Attributes } from './markup.js';
import { pathData } from './path-data.js';
import type { Sheet } from './sheet.js';
import { blendStyle, EVERYWHERE, rectangle } from './svg-looks.js';
import { tilesOf } from './tiling.js';

/** A list that is part of a page, such as a pattern's cell, as SVG, and the box around it; null: nothing is drawn. */
export interface Part {
  art: string;
  drawn: Box | null;
}

/** What drawings refer to: patterns, clips and masks, each written, before what needs it, where it is first needed. */
export class Definitions {
  private readonly clips = new Map<string, string>();
  private readonly patterns = new Map<string, string>();
  /** Pictures of shadings, by pattern. */
  private readonly pictures = new Map<number, { id: string; covers: Box }>();
  /** Cells of tiling patterns, as SVG. */
  private readonly cells = new Map<string, string>();
  private readonly masks = new Map<number, string>();

  /** `out`: what has been written, one behind the other. */
  constructor(
    private readonly sheet: Sheet,
    private readonly out: string[],
    private readonly drawPart: (sheet: Sheet, list: number) => Part,
  ) {}

  /** Fills a shape with copies of a tiling pattern's cell; whether that can be done. */
  tile(path: Path, evenOdd: boolean, { pattern, color, alpha, blend }: Paint): boolean {
    const box = pattern?.tiling ? boxOfPath(path, 0) : null;
    if (!pattern || !box) return false;
    const area = meeting(box, this.sheet.area);
    const key = `${pattern.address} ${pattern.uncolored ? color : ''}`;
    let cell = this.cells.get(key);
    if (cell === undefined) this.cells.set(key, (cell = this.cellOf(pattern, color)));
    const tiles = tilesOf(pattern, area, cell, this.sheet.nextId);
    if (tiles === null) return false;
    const clip = `clip-path="url(#${this.clip(pathData(path), evenOdd)})"`;
    const look = attributes({ opacity: alpha < 1 ? short(alpha) : '', style: blendStyle(blend) });
    if (tiles) this.out.push(`<g ${clip}${look}>${tiles}</g>`);
    return true;
  }

  /** What a pattern's cell has, in its own space. */
  private contentOf({ cell, box, uncolored }: Pattern, color: string): Part {
    return this.drawPart({ ...this.sheet, area: box, ...(uncolored && { ink: color }) }, cell);
  }

  /** A pattern's cell, which reaches no further than its box. */
  private cellOf(pattern: Pattern, color: string): string {
    const [x0, y0, x1, y1] = pattern.box;
    const { art: content, drawn } = this.contentOf(pattern, color);
    // Where cells are cut, their edges are soft, and show as seams.
    if (!drawn || contains(pattern.box, drawn)) return content;
    const id = this.sheet.nextId();
    const outline = `M${short(x0)} ${short(y0)}H${short(x1)}V${short(y1)}H${short(x0)}z`;
    return `<clipPath id="${id}"><path d="${outline}"/></clipPath><g clip-path="url(#${id})">${content}</g>`;
  }

  /** What fills a shape, of which so much is seen; null: nothing does. */
  fill(paint: Paint, seen: Box): Attributes | null {
    const rest = { 'fill-opacity': paint.alpha < 1 ? short(paint.alpha) : '', style: blendStyle(paint.blend) };
    const color = this.sheet.ink ?? paint.color;
    if (!paint.pattern) return { fill: color === '#000000' ? '' : color, ...rest };
    const id = this.patternId(paint.pattern, paint.color, seen);
    const outline = paint.pattern.tiling ? '' : shadingClip(paint.pattern);
    const clip = outline && `url(#${this.clip(outline, false)})`;
    return id ? { fill: `url(#${id})`, 'clip-path': clip, ...rest } : null;
  }

  /** What draws a line, of which so much is seen. */
  stroke(paint: Paint, seen: Box): Attributes {
    const id = paint.pattern && this.patternId(paint.pattern, paint.color, seen);
    return {
      stroke: id ? `url(#${id})` : (this.sheet.ink ?? paint.color),
      'stroke-opacity': paint.alpha < 1 ? short(paint.alpha) : '',
      style: blendStyle(paint.blend),
    };
  }

  clip(data: string, evenOdd: boolean): string {
    const key = `${evenOdd} ${data}`;
    let id = this.clips.get(key);
    if (!id) {
      id = this.sheet.nextId();
      this.clips.set(key, id);
      this.out.push(`<clipPath id="${id}"><path d="${data || 'M0 0'}"${evenOdd ? ' clip-rule="evenodd"' : ''}/></clipPath>`);
    }
    return id;
  }

  mask(mask: SoftMask): string {
    const known = this.masks.get(mask.list);
    if (known) return known;
    const id = this.sheet.nextId();
    this.masks.set(mask.list, id);
    const { art: content } = this.drawPart(this.sheet, mask.list);
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

  private patternId(pattern: Pattern, color: string, seen: Box): string | null {
    const key = `${pattern.address} ${pattern.uncolored ? color : ''}`;
    const known = this.patterns.get(key);
    if (known) return known;
    const id = this.sheet.nextId();
    if (pattern.tiling) {
      const { art: content } = this.contentOf(pattern, color);
      const [x0, y0, x1, y1] = pattern.box;
      this.out.push(
        `<pattern id="${id}" patternUnits="userSpaceOnUse" x="${short(x0)}" y="${short(y0)}" width="${short(Math.abs(pattern.xStep) || x1 - x0)}" height="${short(Math.abs(pattern.yStep) || y1 - y0)}" patternTransform="${matrixOf(pattern.matrix)}">${content}</pattern>`,
      );
    } else {
      const element = gradient(this.sheet.core, pattern, id);
      if (!element) return this.pictureId(pattern, seen);
      this.out.push(element);
    }
    this.patterns.set(key, id);
    return id;
  }

  /** A picture of what is seen of a shading; where it is seen in a second place, of the whole page. */
  private pictureId(pattern: Pattern, seen: Box): string | null {
    const known = this.pictures.get(pattern.address);
    if (known && contains(known.covers, seen)) return known.id;
    const covers = known ? this.sheet.area : seen;
    const id = this.sheet.nextId();
    // Where a picture ends, it is soft.
    const element = shadingPicture(this.sheet, pattern, id, grown(covers, 1));
    if (!element) return null;
    this.out.push(element);
    this.pictures.set(pattern.address, { id, covers });
    return id;
  }
}
