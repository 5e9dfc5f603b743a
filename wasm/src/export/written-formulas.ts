import { writtenMathml } from '../structure/written-mathml.js';
import type { StructureElement } from '../types.js';

/**
 * The formulas of a page that the document has as MathML, one behind the other, for those who do not see the page, and for programs;
 * '': it has none. What is seen of them is drawn as all else is.
 */
export function writtenFormulas(elements: readonly StructureElement[], page: number): string {
  const formulas: string[] = [];
  gather(elements, formulas);
  if (!formulas.length) return '';
  return `<div class="formulas" role="group" aria-label="Formulas of page ${page + 1}">${formulas.join('\n')}</div>\n`;
}

function gather(children: Readonly<StructureElement['children']>, formulas: string[]): void {
  for (const child of children) {
    if (!('role' in child)) continue;
    const formula = child.mathml === undefined ? null : writtenMathml(child.mathml, false);
    if (formula === null) gather(child.children, formulas);
    else formulas.push(formula);
  }
}
