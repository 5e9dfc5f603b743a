import fs from 'node:fs';
import { buildHooks } from '../scripts/build-hooks.mjs';
import { DisplayList, PlacedGlyph, Verb } from '../src/abi.js';
import { DisplayListReader, type Command, type Paint, type Path, type Stroke } from '../src/export/display-list.js';
import { short } from '../src/export/markup.js';
import { Instance } from '../src/instance.js';
import { warningOf } from '../src/warnings.js';
import { put, type Hooks } from './hooks.js';

/** A page that an engine with a folder's hooks has interpreted: its display list, as the host reads it. */
export class TestPage {
  readonly reader: DisplayListReader;

  private constructor(
    readonly instance: Instance,
    readonly hooks: Hooks,
    readonly doc: number,
    readonly list: number,
  ) {
    this.reader = new DisplayListReader(instance);
  }

  /** Needs the hooks `test_alloc`, `test_open` and `test_page`. */
  static async of(folder: string, target: string, file: Uint8Array, page = 0): Promise<TestPage> {
    const { instance, hooks, doc } = await TestPage.before(folder, target, file);
    return new TestPage(instance, hooks, doc, hooks.test_page!(doc, page));
  }

  /** The document that no page has been read of yet. */
  static async before(folder: string, target: string, file: Uint8Array): Promise<TestPage> {
    const instance = new Instance(new WebAssembly.Module(fs.readFileSync(await buildHooks(folder, target))));
    const hooks = instance.exports as unknown as Hooks;
    const doc = hooks.test_open!(put(hooks, file), file.length);
    return new TestPage(instance, hooks, doc, 0);
  }

  commands(list = this.list): Command[] {
    return [...this.reader.commands(list)];
  }

  /** The commands of one kind. */
  all<Op extends Command['op']>(op: Op, list = this.list): Extract<Command, { op: Op }>[] {
    return this.commands(list).filter((c): c is Extract<Command, { op: Op }> => c.op === op);
  }

  /** The glyphs of a run, one by one, with their texts. */
  glyphs({ run: { glyphs }, end }: Extract<Command, { op: 'glyphs' }>, list = this.list) {
    const behind = new DisplayList(this.instance.view, list).commandData + end;
    return Array.from({ length: glyphs.count }, (_, i) => {
      const { text, textLength } = new PlacedGlyph(this.instance.view, behind - (glyphs.count - i) * PlacedGlyph.byteLength);
      const [index, x, y, advance] = [glyphs.index(i), glyphs.x(i), glyphs.y(i), glyphs.advance(i)];
      return { index, x, y, advance, text: this.instance.utf16(text, textLength) };
    });
  }

  /** Every command that draws on a line of its own: what it does and the most telling of its numbers, as below. */
  lines(list = this.list): string[] {
    return this.commands(list)
      .filter(({ op }) => op !== 'begin-mark' && op !== 'end-mark')
      .map((command) => this.line(command, list));
  }

  /** The warnings' names, with the object where one is known. */
  get warnings(): string[] {
    return Array.from({ length: this.hooks.test_warnings!(this.doc) }, (_, i) => {
      const at = this.hooks.test_warning!(this.doc, i);
      const { feature, object } = warningOf(this.instance.u32(at), this.instance.view.getInt32(at + 4, true), this.instance.u32(at + 8));
      return object ? `${feature} ${object}` : feature;
    });
  }

  private line(c: Command, list: number): string {
    switch (c.op) {
      case 'fill':
        return `fill${c.evenOdd ? '*' : ''} ${paint(c.paint)} ${path(this.reader.path(c.path))}`;
      case 'stroke':
        return `stroke ${paint(c.paint)} ${stroke(c.stroke)} ${path(this.reader.path(c.path))}`;
      case 'clip':
        return `clip${c.evenOdd ? '*' : ''} ${path(this.reader.path(c.path))}`;
      case 'glyphs':
        return `text ${this.glyphs(c, list)
          .map((g) => `${g.text}@${short(g.x)},${short(g.y)}`)
          .join(' ')}`;
      case 'image':
        return `image ${c.matrix.map(short).join(' ')}`;
      case 'stencil':
        return `stencil ${paint(c.paint)} ${c.matrix.map(short).join(' ')}`;
      case 'shade':
        return `shade ${short(c.alpha)} ${c.blend}`;
      case 'begin-group':
        return `group${c.isolated ? ' isolated' : ''} ${short(c.alpha)} ${c.blend}`;
      case 'soft-mask':
        return c.mask ? `mask ${c.mask.luminosity ? 'luminosity' : 'alpha'}` : 'mask none';
      default:
        return c.op;
    }
  }
}

const LETTERS = { [Verb.Move]: 'M', [Verb.Line]: 'L', [Verb.Cubic]: 'C', [Verb.Close]: 'Z' };

/** SVG path data in absolute coordinates. */
function path({ verbs, points }: Path): string {
  let at = 0;
  return verbs
    .map((verb) => {
      const from = at;
      at += verb === Verb.Close ? 0 : verb === Verb.Cubic ? 6 : 2;
      return LETTERS[verb] + points.slice(from, at).map(short).join(' ');
    })
    .join('');
}

/** Colour, then alpha and blend mode where they are not the usual, then what kind of pattern. */
function paint(p: Paint): string {
  const words = [p.color];
  if (p.alpha !== 1) words.push(short(p.alpha));
  if (p.blend !== 'normal') words.push(p.blend);
  if (p.pattern) words.push(p.pattern.tiling ? 'tiling' : 'shading');
  return words.join(' ');
}

/** Width, then cap, join, mitre limit and dashes where they are not the usual. */
function stroke(s: Stroke): string {
  const words = [short(s.width)];
  if (s.cap !== 'butt') words.push(s.cap);
  if (s.join !== 'miter') words.push(s.join);
  if (s.miterLimit !== 10) words.push(`limit ${short(s.miterLimit)}`);
  if (s.dashes.length) words.push(`[${s.dashes.map(short).join(' ')}] ${short(s.dashPhase)}`);
  return words.join(' ');
}
