import { escapeXml } from '../export/markup.js';
import type { StructureElement } from '../types.js';
import { mathElement, PARTS, ROWS, TOKENS } from './mathml-parts.js';
import { writtenMathml } from './written-mathml.js';

/**
 * Formulas that a tagged document has as MathML: in a file that they are associated with (ISO 32000-2, 14.13), or as elements of its
 * structure tree that are called as those of MathML are, in a namespace of their own (14.8.6.3), of which no attributes are written.
 */

type Child = StructureElement['children'][number];

/**
 * A formula as MathML; null where the document has none, or none that is sound. `display`: it stands by itself. `textOf`: what marked
 * content shows.
 */
export function mathmlOf(formula: StructureElement, display: boolean, textOf: (children: readonly Child[]) => string): string | null {
  const written = formula.mathml === undefined ? null : writtenMathml(formula.mathml, display);
  if (written !== null) return written;
  const root = rootOf(formula);
  const inner = root && all(root.children, textOf);
  if (!inner) return null;
  return mathElement(inner, display);
}

function rootOf(element: StructureElement): StructureElement | null {
  if (element.role === 'math') return element;
  for (const child of element.children) {
    const root = 'role' in child ? rootOf(child) : null;
    if (root) return root;
  }
  return null;
}

/** Elements one behind the other; null where one of them is none of MathML's. */
function all(children: readonly Child[], textOf: (children: readonly Child[]) => string): string | null {
  let markup = '';
  for (const child of children) {
    // What is drawn of an element beside those in it, such as a root's sign, is what it looks like.
    if (!('role' in child)) continue;
    const { role, actualText, children: inner } = child;
    const count = PARTS[role];
    if (TOKENS.has(role)) markup += `<${role}>${escapeXml((actualText ?? textOf(inner)).trim())}</${role}>`;
    else if (ROWS.has(role) || count !== undefined) {
      if (count !== undefined && inner.filter((part) => 'role' in part).length !== count) return null;
      const parts = all(inner, textOf);
      if (parts === null) return null;
      markup += role === 'math' ? parts : `<${role}>${parts}</${role}>`;
    } else return null;
  }
  return markup;
}
