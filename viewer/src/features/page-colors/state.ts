import type { RenderOptions } from '@ode/engine/browser';
import type { PageColors, ViewerState } from '../../core/store.js';

/** Colours as `#rrggbb`. */
export interface Inks {
  ink: string;
  paper: string;
}
type Chosen = Pick<ViewerState, 'colors' | 'inks'>;

/** Light on dark and dark on cream, each with a contrast of over 10 : 1: not the sharpest, which tires. */
const INKS: Readonly<Record<Exclude<PageColors, 'original' | 'custom'>, Inks>> = {
  dark: { ink: '#e3e1dc', paper: '#1c1b1a' },
  sepia: { ink: '#3f3022', paper: '#f6ecd8' },
};

export function inksOf({ colors, inks }: Chosen): Inks | null {
  return colors === 'original' ? null : colors === 'custom' ? inks : INKS[colors];
}

/** What the engine is asked for; the same object for the same colours, so that nothing is drawn anew without need. */
export function renderColors(state: Chosen): RenderOptions['colors'] {
  const inks = inksOf(state);
  if (!inks) return undefined;
  const key = `${inks.ink} ${inks.paper}`;
  let found = made.get(key);
  if (!found) made.set(key, (found = { ink: rgbOf(inks.ink), paper: rgbOf(inks.paper) }));
  return found;
}
const made = new Map<string, NonNullable<RenderOptions['colors']>>();

function rgbOf(color: string): [number, number, number] {
  const number = parseInt(color.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** Whether the paper is dark: what is laid over it is to be light then. */
export function isDark({ paper }: Inks): boolean {
  const [r, g, b] = rgbOf(paper);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
}

const COLOR = /^#[0-9a-f]{6}$/i;

/** What was remembered, as far as it can be understood. */
export function parseColors(stored: string | null): Partial<Chosen> {
  try {
    const { colors, inks } = JSON.parse(stored ?? '{}') as Partial<Record<keyof Chosen, unknown>>;
    const { ink, paper } = (inks ?? {}) as Partial<Record<keyof Inks, unknown>>;
    return {
      ...(['original', 'dark', 'sepia', 'custom'].includes(colors as string) && { colors: colors as PageColors }),
      ...(COLOR.test(String(ink)) && COLOR.test(String(paper)) && { inks: { ink: String(ink), paper: String(paper) } }),
    };
  } catch {
    return {};
  }
}
