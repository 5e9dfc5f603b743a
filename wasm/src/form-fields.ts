import type { FieldAction, FormField, FormWidget, StructureElement, Target } from './types.js';

/** Form fields as the engine writes them (assembly/document/fields-json.ts), and what they are made into. */

export interface RawField {
  field: number;
  type: string;
  flags: number;
  /** From the field to what it is part of. */
  name: string[];
  label?: string;
  value?: string | string[];
  initial?: string | string[];
  maxLength?: number;
  quadding?: number;
  options?: [value: string, text: string][];
  chosen?: number[];
  keystroke?: string;
  format?: string;
  calculate?: string;
}

interface RawAction extends Target {
  type?: string;
  submits?: string;
  fields?: (number | string)[];
  flags: number;
}

export interface RawWidget extends RawField {
  id: number;
  rect: [number, number, number, number];
  /** /F of the annotation. */
  shown: number;
  turn: number;
  caption?: string;
  appearance?: string;
  state?: string;
  states?: string[];
  action?: RawAction;
}

// Bits of /Ff: ISO 32000-2, tables 227, 229, 231 and 233.
const READ_ONLY = 1 << 0;
const REQUIRED = 1 << 1;
const MULTILINE = 1 << 12;
const PASSWORD = 1 << 13;
const NO_TOGGLE_TO_OFF = 1 << 14;
const RADIO = 1 << 15;
const PUSH_BUTTON = 1 << 16;
const COMBO = 1 << 17;
const EDITABLE = 1 << 18;
const MULTIPLE = 1 << 21;
const COMB = 1 << 24;
// Bits of /F: table 167.
const HIDDEN = 1 << 1;
const NO_VIEW = 1 << 5;
const LOCKED_CONTENTS = 1 << 9;

const ALIGN = ['left', 'center', 'right'] as const;
const OFF = 'Off';

export function fieldOf(raw: RawField): FormField {
  const { flags } = raw;
  const type = typeOf(raw);
  const options = raw.options?.map(([value, text]) => ({ value, text }));
  const { keystroke, format, calculate } = raw;
  return {
    id: raw.field,
    type,
    name: [...raw.name].reverse().join('.'),
    ...(raw.label && { label: raw.label }),
    value: valueOf(type, raw, raw.value),
    initial: valueOf(type, { ...raw, chosen: undefined }, raw.initial),
    readOnly: (flags & READ_ONLY) !== 0,
    required: (flags & REQUIRED) !== 0,
    ...(type === 'text' && {
      multiline: (flags & MULTILINE) !== 0,
      password: (flags & PASSWORD) !== 0,
      comb: (flags & COMB) !== 0 && (flags & (MULTILINE | PASSWORD)) === 0 && (raw.maxLength ?? 0) > 0,
    }),
    ...(type === 'combo' && { editable: (flags & EDITABLE) !== 0 }),
    ...(type === 'list' && { multiple: (flags & MULTIPLE) !== 0 }),
    ...(type === 'radio' && { keepsOne: (flags & NO_TOGGLE_TO_OFF) !== 0 }),
    ...(raw.maxLength !== undefined && raw.maxLength > 0 && { maxLength: raw.maxLength }),
    align: ALIGN[raw.quadding ?? 0] ?? 'left',
    ...(options && (type === 'combo' || type === 'list') && { options }),
    ...((keystroke || format || calculate) && { scripts: { keystroke, format, calculate } }),
  };
}

function typeOf({ type, flags }: RawField): FormField['type'] {
  if (type === 'Btn') return flags & PUSH_BUTTON ? 'button' : flags & RADIO ? 'radio' : 'check';
  if (type === 'Ch') return flags & COMBO ? 'combo' : 'list';
  return type === 'Sig' ? 'signature' : 'text';
}

function valueOf(type: FormField['type'], { options = [], chosen }: RawField, value: string | string[] | undefined): string | string[] {
  const exported = (one: string) => (options.find(([own]) => own === one) ?? options.find(([, text]) => text === one))?.[0] ?? one;
  if (type === 'list') {
    const all = value === undefined ? (chosen ?? []).flatMap((i) => options[i]?.[0] ?? []) : [value].flat().map(exported);
    return all;
  }
  const one = [value ?? ''].flat()[0] ?? '';
  if (type === 'combo') return exported(one);
  return (type === 'check' || type === 'radio') && one === OFF ? '' : one;
}

/** A page's widgets, in the order in which they are gone through. */
export function widgetsOf(raw: RawWidget[], order: string | undefined, structure: () => StructureElement[]): FormWidget[] {
  const isShown = ({ shown }: RawWidget) => !(shown & (HIDDEN | NO_VIEW));
  const widgets = raw.filter(isShown).map(widgetOf);
  if (order === 'R') return byLines(widgets, 1, 0);
  if (order === 'C') return byLines(widgets, 0, 1);
  if (order !== 'S') return widgets;
  const places = new Map<number, number>();
  const walk = (element: StructureElement) => {
    for (const child of element.children)
      if ('object' in child) places.set(child.object, places.size);
      else if ('children' in child) walk(child);
  };
  structure().forEach(walk);
  const place = ({ widget }: FormWidget) => places.get(widget) ?? Infinity;
  return widgets.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/** By rows and within them, or by columns: what overlaps by half of the smaller one's size is on one line. `across`: 1 rows, 0 columns. */
function byLines(widgets: FormWidget[], across: 0 | 1, along: 0 | 1): FormWidget[] {
  const lines: FormWidget[][] = [];
  for (const widget of [...widgets].sort((a, b) => a.rect[across] - b.rect[across])) {
    const line = lines.at(-1);
    const first = line?.[0]!.rect;
    const { rect } = widget;
    const overlap = first ? Math.min(first[across + 2]!, rect[across + 2]!) - Math.max(first[across]!, rect[across]!) : 0;
    const size = first ? Math.min(first[across + 2]! - first[across]!, rect[across + 2]! - rect[across]!) : 0;
    if (line && overlap >= size / 2) line.push(widget);
    else lines.push([widget]);
  }
  return lines.flatMap((line) => line.sort((a, b) => a.rect[along] - b.rect[along]));
}

function widgetOf(raw: RawWidget): FormWidget {
  const field = fieldOf(raw);
  const isButton = field.type === 'check' || field.type === 'radio';
  const on = isButton ? (raw.states?.find((state) => state !== OFF) ?? 'Yes') : undefined;
  const looks = appearanceOf(raw.appearance);
  // What a button's appearance shows is what it is.
  const value = isButton && raw.state !== undefined ? (raw.state === OFF ? withoutOwn(field.value, on!) : raw.state) : field.value;
  return {
    ...field,
    value,
    readOnly: field.readOnly || (raw.shown & LOCKED_CONTENTS) !== 0,
    widget: raw.id,
    rect: raw.rect,
    ...(on !== undefined && { on }),
    ...(raw.caption && { caption: raw.caption }),
    ...(raw.turn && { turn: ((raw.turn % 360) + 360) % 360 }),
    ...looks,
    ...(raw.action && { action: actionOf(raw.action) }),
  };
}

/** The field's value says that another of its widgets is on. */
function withoutOwn(value: string | string[], own: string): string | string[] {
  return value === own ? '' : value;
}

function actionOf({ type, submits, fields, flags, ...target }: RawAction): FieldAction {
  if (type === 'ResetForm') return { kind: 'reset', ...(fields && { fields, except: (flags & 1) !== 0 }) };
  if (type === 'SubmitForm') return { kind: 'submit', submits: submits ?? '' };
  return { kind: Object.keys(target).length ? 'go' : 'other', ...target };
}

/** Font size and colour of a default appearance string (12.7.4.3): its last `Tf`, and its last `g`, `rg` or `k`. */
function appearanceOf(string = ''): Pick<FormWidget, 'fontSize' | 'color'> {
  const size = [...string.matchAll(/(-?[\d.]+)\s+Tf\b/g)].at(-1)?.[1];
  const color = [...string.matchAll(/((?:-?[\d.]+\s+){1,4})(rg|g|k)(?![A-Za-z])/g)].at(-1);
  const parts = color?.[1]!.trim().split(/\s+/).map(Number) ?? [];
  const fontSize = Math.abs(Number(size));
  return { ...(fontSize > 0 && { fontSize }), ...(color && { color: rgbOf(color[2]!, parts) }) };
}

function rgbOf(operator: string, parts: number[]): [number, number, number] {
  const byte = (x: number) => Math.round(255 * Math.min(1, Math.max(0, x || 0)));
  if (operator === 'g') return [byte(parts.at(-1)!), byte(parts.at(-1)!), byte(parts.at(-1)!)];
  if (operator === 'rg') return [byte(parts.at(-3)!), byte(parts.at(-2)!), byte(parts.at(-1)!)];
  const [c = 0, m = 0, y = 0, k = 0] = parts;
  return [byte(1 - Math.min(1, c + k)), byte(1 - Math.min(1, m + k)), byte(1 - Math.min(1, y + k))];
}
