import { escapeXml } from '../export/markup.js';
import type { StructureElement } from '../types.js';

/**
 * Formulas that a tagged document has as MathML: elements of its structure tree that are called as those of MathML are, in a namespace
 * of their own (ISO 32000-2, 14.8.6.3). Written are the elements of MathML Core (W3C) without attributes.
 */

type Child = StructureElement['children'][number];

/** Elements that hold text. */
const TOKENS = new Set(['mi', 'mn', 'mo', 'mtext', 'ms']);
/** Elements that hold any number of others. */
const ROWS = new Set(['math', 'mrow', 'msqrt', 'mstyle', 'mpadded', 'mphantom', 'mtable', 'mtr', 'mtd']);
/** Elements that hold so many. */
const PARTS: Readonly<Record<string, number>> = { mfrac: 2, mroot: 2, msub: 2, msup: 2, munder: 2, mover: 2, msubsup: 3, munderover: 3 };

/**
 * A formula as MathML; null where the tree has none, or none that is sound. `display`: it stands by itself. `textOf`: what marked
 * content shows.
 */
export function mathmlOf(formula: StructureElement, display: boolean, textOf: (children: readonly Child[]) => string): string | null {
  const root = rootOf(formula);
  const inner = root && all(root.children, textOf);
  if (!inner) return null;
  return `<math xmlns="http://www.w3.org/1998/Math/MathML"${display ? ' display="block"' : ''}>${inner}</math>`;
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
