/**
 * Pieces of a PDF whose pages have a line of text, a font of their page tree's root, and an image that does not compress.
 * @param {number} pages
 * @param {number} bytes of each page's image
 */
export function* largeDocument(pages, bytes) {
  const offsets = [0];
  let length = 0;
  const emit = (/** @type {string | Uint8Array} */ text) => {
    const piece = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    length += piece.length;
    return piece;
  };
  const object = (/** @type {number} */ number, /** @type {string} */ dict, /** @type {Uint8Array | null} */ stream = null) => {
    offsets[number] = length;
    if (!stream) return emit(`${number} 0 obj\n${dict}\nendobj\n`);
    const head = Buffer.from(`${number} 0 obj\n<< ${dict} /Length ${stream.length} >>\nstream\n`, 'latin1');
    return emit(Buffer.concat([head, stream, Buffer.from('\nendstream\nendobj\n')]));
  };
  // A linear congruential generator (Numerical Recipes): the same bytes each time.
  const pixels = new Uint8Array(bytes);
  let state = 1;
  for (let i = 0; i < bytes; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels[i] = state >>> 24;
  }
  yield emit('%PDF-1.7\n');
  yield object(1, '<< /Type /Catalog /Pages 2 0 R >>');
  yield object(3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const page = (/** @type {number} */ i) => 4 + 3 * i;
  for (let i = 0; i < pages; i++) {
    const image = `/Type /XObject /Subtype /Image /Width ${bytes} /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray`;
    yield object(
      page(i),
      `<< /Type /Page /Parent 2 0 R /Contents ${page(i) + 1} 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /Im ${page(i) + 2} 0 R >> >> >>`,
    );
    yield object(page(i) + 1, '', Buffer.from(`BT /F1 24 Tf 72 700 Td (Page ${i + 1}) Tj ET q 468 0 0 468 72 200 cm /Im Do Q`));
    yield object(page(i) + 2, image, pixels);
  }
  const kids = Array.from({ length: pages }, (_, i) => `${page(i)} 0 R`).join(' ');
  yield object(2, `<< /Type /Pages /Count ${pages} /MediaBox [0 0 612 792] /Kids [${kids}] >>`);
  const start = length;
  const rows = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  yield emit(`xref\n0 ${offsets.length}\n0000000000 65535 f \n${rows.join('')}`);
  yield emit(`trailer\n<< /Root 1 0 R /Size ${offsets.length} >>\nstartxref\n${start}\n%%EOF\n`);
}
