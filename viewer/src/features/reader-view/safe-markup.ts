/**
 * What may stand in the text: the elements and attributes that the engine writes. The engine escapes all that comes from the
 * document; this is the second wall, for the text stands in the viewer's own page.
 */
const ELEMENTS = new Set(
  'a aside b br caption code em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li math mfrac mi mn mo mpadded mphantom mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover mover mroot ol p pre section span strong sub sup table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set('alt aria-label class colspan dir display height href id lang role rowspan scope src tabindex width'.split(' '));

/** Takes out of parsed markup, which has not run, whatever else there is. */
export function keepSafe(root: ParentNode): void {
  for (const element of root.querySelectorAll('*')) {
    if (!ELEMENTS.has(element.localName)) {
      element.remove();
      continue;
    }
    for (const { name, value } of [...element.attributes]) {
      const isSafe =
        ATTRIBUTES.has(name) &&
        (name !== 'href' || /^(#|https?:|mailto:)/i.test(value)) &&
        (name !== 'src' || /^data:image\/(png|jpeg|webp|svg\+xml);/i.test(value));
      if (!isSafe) element.removeAttribute(name);
    }
    if (element.localName === 'a' && !element.getAttribute('href')?.startsWith('#')) {
      element.setAttribute('target', '_blank');
      element.setAttribute('rel', 'noopener noreferrer');
    }
  }
}
