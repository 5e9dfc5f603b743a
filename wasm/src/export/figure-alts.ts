import type { StructureElement } from '../types.js';

/** What figures show, by the marked content that they are drawn in (ISO 32000-2, 14.9.3). */

/** Says what the figure shows that some marked content of a page is part of, by its MCID and the form that it is of; 0: the page. */
export type FigureAlts = (mcid: number, form: number) => string | undefined;

/** Null: no figure of the page says what it shows. */
export function figureAlts(elements: readonly StructureElement[]): FigureAlts | null {
  const alts = new Map<string, string>();
  gather(elements, undefined, alts);
  return alts.size ? (mcid, form) => alts.get(`${form} ${mcid}`) : null;
}

function gather(children: Readonly<StructureElement['children']>, around: string | undefined, alts: Map<string, string>): void {
  for (const child of children) {
    if ('role' in child) {
      const isFigure = child.role === 'Figure' || child.role === 'Formula';
      gather(child.children, (isFigure ? (child.alt ?? child.actualText) : undefined) ?? around, alts);
    } else if ('mcid' in child && around) alts.set(`${child.form ?? 0} ${child.mcid}`, around);
  }
}
