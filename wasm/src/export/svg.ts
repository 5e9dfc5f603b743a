import type { DocumentCore } from '../core.js';
import {
  DisplayListReader,
  type Box,
  type Command,
  type GlyphRun,
  type Matrix,
  type Paint,
  type Pattern,
  type SoftMask,
  type Stroke,
} from './display-list.js';
import { pathData } from './path-data.js';
import { attributes, matrixOf, short, type Attributes } from './markup.js';
import type { FontFaces } from './font-faces.js';
import type { Images, PlacedImage } from './images.js';
import { paintServer } from './gradients.js';
import { TextElement, textElements } from './svg-text.js';

/** A rectangle that no page reaches beyond. */
const EVERYWHERE = 'x="-9999" y="-9999" width="29999" height="29999"';
/** Lines thinner than a CSS pixel, in points, are drawn as thin as the screen can. */
const THIN = 0.75;

/** What a converted document has in common over its pages. */
export interface Sheet {
  core: DocumentCore;
  faces: FontFaces;
  /** The page, in points. */
  area: Box;
  images: Images;
  /** Ids are unique in the whole document. */
  nextId: () => string;
}

/** A clip, group or mask that is open: what closes it, and the clips inside it that Restore takes away. */
interface Level {
  clips: string[];
  mask: string | null;
}

/** A page's display list as SVG elements, drawn in the list's order. `defs` are returned with them, in place. */
export async function svgOfList(sheet: Sheet, list: number): Promise<string> {
  return new SvgWriter(sheet).write(list);
}

class SvgWriter {
  private readonly reader: DisplayListReader;
  private readonly out: (string | TextElement)[] = [];
  private levels: Level[] = [{ clips: [], mask: null }];
  /** Wrappers (`<g>`) that are open now, in order, by the attribute that they carry. */
  private open: string[] = [];
  /** What `open` may not fall below: wrappers belong to the group in which they were opened. */
  private readonly floors: number[] = [];
  private readonly clipIds = new Map<string, string>();
  private readonly patterns = new Map<string, string>();
  private readonly masks = new Map<number, string>();

  constructor(private readonly sheet: Sheet) {
    this.reader = new DisplayListReader(sheet.core.instance);
  }

  async write(list: number): Promise<string> {
    for (const command of joinText(this.reader.commands(list))) await this.draw(command);
    this.unwrap(0);
    return this.out.join('');
  }

  private async draw(command: Command): Promise<void> {
    switch (command.op) {
      case 'save': {
        const top = this.levels[this.levels.length - 1]!;
        this.levels.push({ clips: [...top.clips], mask: top.mask });
        return;
      }
      case 'restore':
        if (this.levels.length > 1) this.levels.pop();
        return;
      case 'clip':
        this.levels[this.levels.length - 1]!.clips.push(
          `clip-path="url(#${this.clipId(pathData(this.reader.segments(command.path)), command.evenOdd)})"`,
        );
        return;
      case 'soft-mask':
        this.levels[this.levels.length - 1]!.mask = command.mask && `mask="url(#${await this.maskId(command.mask)})"`;
        return;
      case 'begin-group':
        this.wrap(command.blend);
        this.floors.push(this.open.length);
        this.out.push(
          `<g${attributes({ opacity: command.alpha < 1 ? short(command.alpha) : '', style: groupStyle(command.blend, command.isolated) })}>`,
        );
        // Inside, clips start anew: those outside hold for the group as a whole.
        this.levels.push({ clips: [], mask: null });
        this.open.push('');
        this.floors.push(this.open.length);
        return;
      case 'end-group': {
        const floor = this.floors.pop();
        if (floor === undefined) return;
        this.unwrap(floor);
        this.open.pop();
        this.out.push('</g>');
        this.floors.pop();
        if (this.levels.length > 1) this.levels.pop();
        return;
      }
      default:
        this.wrap(blendOf(command));
        await this.paint(command);
    }
  }

  private async paint(command: Command): Promise<void> {
    switch (command.op) {
      case 'fill': {
        const fill = await this.fill(command.paint);
        if (fill)
          this.out.push(
            `<path d="${pathData(this.reader.segments(command.path))}"${attributes({ ...fill, 'fill-rule': command.evenOdd ? 'evenodd' : '' })}/>`,
          );
        return;
      }
      case 'stroke':
        this.out.push(await this.strokeElement(pathData(this.reader.segments(command.path)), command.paint, command.stroke));
        return;
      case 'glyphs':
        for (const element of textElements(this.sheet.faces, command.run, {
          fill: command.run.fill && (await this.fill(command.run.fill)),
          stroke: command.run.strokePaint &&
            command.run.stroke && {
              ...(await this.strokePaint(command.run.strokePaint)),
              ...strokeAttributes(command.run.stroke),
              ...(command.run.fill ? { class: '' } : {}), // what is filled is seen, however thin its outline
            },
        })) {
          const last = this.out[this.out.length - 1];
          if (!(last instanceof TextElement && last.append(element))) this.out.push(element);
        }
        return;
      case 'image': {
        const image = await this.sheet.images.image(command.image);
        if (image) {
          const style = [blendStyle(command.blend), command.interpolate ? '' : samplingStyle(image, command.matrix)];
          const look = { opacity: command.alpha < 1 ? short(command.alpha) : '', style: style.filter(Boolean).join(';') };
          this.out.push(imageElement(image, command.matrix, look));
        }
        return;
      }
      case 'stencil': {
        const { color, alpha, blend, pattern } = command.paint;
        if (pattern) return this.stencilWithPattern(command.image, command.matrix, command.paint);
        const image = await this.sheet.images.stencil(command.image, color);
        if (image) {
          const style = [blendStyle(blend), samplingStyle(image, command.matrix)].filter(Boolean).join(';');
          this.out.push(imageElement(image, command.matrix, { opacity: alpha < 1 ? short(alpha) : '', style }));
        }
        return;
      }
      case 'shade': {
        const id = await this.patternId(command.pattern, '#000000');
        if (id)
          this.out.push(
            `<rect ${EVERYWHERE}${attributes({ fill: `url(#${id})`, opacity: command.alpha < 1 ? short(command.alpha) : '', style: blendStyle(command.blend) })}/>`,
          );
        return;
      }
    }
  }

  /**
   * Opens and closes wrappers until those that are open are the clips and the mask of the current state. A wrapper is a
   * group of its own to CSS, in which nothing blends with what is outside: so what blends has wrappers for itself, of which
   * the outermost one does the blending.
   */
  private wrap(blend: string): void {
    const floor = this.floors[this.floors.length - 1] ?? 0;
    const { clips, mask } = this.levels[this.levels.length - 1]!;
    const wanted = mask ? [...clips, mask] : [...clips];
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

  private unwrap(to: number): void {
    while (this.open.length > to) {
      this.open.pop();
      this.out.push('</g>');
    }
  }

  /** A pattern seen through a stencil. */
  private async stencilWithPattern(address: number, matrix: Matrix, paint: Paint): Promise<void> {
    const image = await this.sheet.images.stencil(address, '#000000');
    const fill = await this.fill(paint);
    if (!image || !fill) return;
    const id = this.sheet.nextId();
    const mask = `<mask id="${id}" maskUnits="userSpaceOnUse" ${EVERYWHERE} style="mask-type:alpha">${imageElement(image, matrix, {})}</mask>`;
    this.out.push(`${mask}<rect ${EVERYWHERE}${attributes({ ...fill, mask: `url(#${id})` })}/>`);
  }

  private async fill(paint: Paint): Promise<Attributes | null> {
    const rest = { 'fill-opacity': paint.alpha < 1 ? short(paint.alpha) : '', style: blendStyle(paint.blend) };
    if (!paint.pattern) return { fill: paint.color === '#000000' ? '' : paint.color, ...rest };
    const id = await this.patternId(paint.pattern, paint.color);
    return id ? { fill: `url(#${id})`, ...rest } : null;
  }

  private async strokePaint(paint: Paint): Promise<Attributes> {
    const id = paint.pattern && (await this.patternId(paint.pattern, paint.color));
    return {
      stroke: id ? `url(#${id})` : paint.color,
      'stroke-opacity': paint.alpha < 1 ? short(paint.alpha) : '',
      style: blendStyle(paint.blend),
    };
  }

  private async strokeElement(data: string, paint: Paint, stroke: Stroke): Promise<string> {
    return `<path d="${data}" fill="none"${attributes({ ...(await this.strokePaint(paint)), ...strokeAttributes(stroke) })}/>`;
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
    const content = await svgOfList(this.sheet, mask.list);
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
      const content = await svgOfList(this.sheet, pattern.cell);
      const [x0, y0, x1, y1] = pattern.box;
      this.out.push(
        `<pattern id="${id}" patternUnits="userSpaceOnUse" x="${short(x0)}" y="${short(y0)}" width="${short(Math.abs(pattern.xStep) || x1 - x0)}" height="${short(Math.abs(pattern.yStep) || y1 - y0)}" patternTransform="${matrixOf(pattern.matrix)}"${pattern.uncolored ? ` fill="${color}"` : ''}>${content}</pattern>`,
      );
    } else {
      const element = await paintServer(this.sheet.core, pattern, id, this.sheet.area);
      if (!element) return null;
      this.out.push(element);
    }
    this.patterns.set(key, id);
    return id;
  }
}

/** Makes one of the runs that follow one another in the same font, size and colour: PDFs show a line in many strings. */
function* joinText(commands: Iterable<Command>): Generator<Command> {
  let held: Extract<Command, { op: 'glyphs' }> | null = null;
  for (const command of commands) {
    if (command.op === 'glyphs' && held && looksLike(held.run, command.run)) {
      held.run.glyphs.push(...command.run.glyphs);
      continue;
    }
    if (held) yield held;
    held = command.op === 'glyphs' ? command : null;
    if (!held) yield command;
  }
  if (held) yield held;
}

function looksLike(a: GlyphRun, b: GlyphRun): boolean {
  const plain = (run: GlyphRun) => !run.strokePaint && !run.fill?.pattern && !run.vertical;
  return (
    a.font === b.font &&
    plain(a) &&
    plain(b) &&
    a.matrix.every((v, i) => Math.abs(v - b.matrix[i]!) < 1e-4 * Math.abs(a.matrix[0] || a.matrix[1])) &&
    a.fill?.color === b.fill?.color &&
    a.fill?.alpha === b.fill?.alpha &&
    a.fill?.blend === b.fill?.blend
  );
}

function strokeAttributes(stroke: Stroke): Attributes {
  const [a, b, c, d] = stroke.pen;
  const scale = Math.sqrt(Math.abs(a * d - b * c)) || 1;
  const width = stroke.width * scale;
  return {
    'stroke-width': short(width),
    class: width < THIN && !stroke.dashes.length ? 'thin' : '',
    'stroke-linecap': stroke.cap === 'butt' ? '' : stroke.cap,
    'stroke-linejoin': stroke.join === 'miter' ? '' : stroke.join,
    'stroke-miterlimit': stroke.join === 'miter' ? short(Math.max(1, stroke.miterLimit)) : '',
    'stroke-dasharray': stroke.dashes.map((v) => short(v * scale)).join(' '),
    'stroke-dashoffset': stroke.dashes.length && stroke.dashPhase ? short(stroke.dashPhase * scale) : '',
  };
}

/** An image in its place: its first row is at the top of its unit square, y = 1. */
function imageElement({ id, definition }: PlacedImage, [a, b, c, d, e, f]: Matrix, look: Attributes): string {
  return `${definition}<use href="#${id}" transform="${matrixOf([a, b, -c, -d, e + c, f + d])}"${attributes(look)}/>`;
}

/** Images enlarged more than this on screens of 96 dpi show their pixels, unless /Interpolate is set: as in assembly/raster/picture.ts. */
const SMOOTHEST = 2;

function samplingStyle({ width, height }: PlacedImage, [a, b, c, d]: Matrix): string {
  const enlarged = Math.max(Math.hypot(a, b) / width, Math.hypot(c, d) / height) / THIN;
  return enlarged > SMOOTHEST ? 'image-rendering:pixelated' : '';
}

/** How what a command paints blends with what is there. */
function blendOf(command: Command): string {
  if (command.op === 'glyphs') return (command.run.fill ?? command.run.strokePaint)?.blend ?? 'normal';
  if (command.op === 'fill' || command.op === 'stroke' || command.op === 'stencil') return command.paint.blend;
  return 'blend' in command ? command.blend : 'normal';
}

function blendStyle(blend: string): string {
  return blend === 'normal' ? '' : `mix-blend-mode:${blend}`;
}

function groupStyle(blend: string, isolated: boolean): string {
  return [blendStyle(blend), isolated ? 'isolation:isolate' : ''].filter(Boolean).join(';');
}

function rectangle([x0, y0, x1, y1]: Box): [string, string, number, number] {
  return [short(x0), short(y0), x1 - x0, y1 - y0];
}
