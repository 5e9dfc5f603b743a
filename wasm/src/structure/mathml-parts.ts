/** What the elements of MathML hold (MathML Core, W3C, section 3). */

/** Elements that hold text. */
export const TOKENS: ReadonlySet<string> = new Set(['mi', 'mn', 'mo', 'mtext', 'ms']);
/** Elements that hold any number of others. */
export const ROWS: ReadonlySet<string> = new Set(['math', 'mrow', 'msqrt', 'mstyle', 'mpadded', 'mphantom', 'mtable', 'mtr', 'mtd']);
/** Elements that hold so many. */
export const PARTS: Readonly<Record<string, number>> = {
  mfrac: 2,
  mroot: 2,
  msub: 2,
  msup: 2,
  munder: 2,
  mover: 2,
  msubsup: 3,
  munderover: 3,
};

/** A formula by the markup in it. `display`: it stands by itself. `attributes` begin with a space. */
export function mathElement(inner: string, display: boolean, attributes = ''): string {
  return `<math xmlns="http://www.w3.org/1998/Math/MathML"${display ? ' display="block"' : ''}${attributes}>${inner}</math>`;
}
