// Uses a document as a user would, and says what is not as the API promises.

/** How large the pictures are, in pixels: large enough for every way of drawing, small enough for many files. */
const MOST_PIXELS = 240;
const PAGES = 2;

/**
 * @typedef {object} Outcome
 * @property {string} refused the code of the error with which the document was refused; '' when it was opened
 * @property {boolean} trapped whether a part was given up because the engine trapped
 * @property {number} [growth] bytes that the engine held more when a page had been used again
 */

/**
 * Opens a document and does with it all that can be done. Refusing it with an `OdeError` is a good end; every other
 * error is thrown.
 *
 * @param {typeof import('../../src/node.js')} engine
 * @param {Uint8Array} bytes
 * @param {{ convert?: boolean }} options
 * @returns {Promise<Outcome>}
 */
export async function exercise(engine, bytes, { convert = false } = {}) {
  const refusal = (/** @type {unknown} */ error) => {
    if (error instanceof engine.OdeError) return error.code;
    throw error;
  };
  let document;
  try {
    document = await engine.openDocument(bytes);
  } catch (error) {
    return { refused: refusal(error), trapped: false };
  }
  const expect = (/** @type {boolean} */ holds, /** @type {string} */ what) => {
    if (!holds) throw new Error(`Broken promise: ${what}`);
  };
  expect(Number.isSafeInteger(document.pageCount) && document.pageCount > 0, `a document of ${document.pageCount} pages`);
  for (let page = 0; page < Math.min(PAGES, document.pageCount); page++) {
    const { width, height, rotation } = document.pageSize(page);
    expect(width > 0 && height > 0 && Number.isFinite(width * height), `a page of ${width} × ${height} points`);
    expect(rotation % 90 === 0, `a page turned by ${rotation} degrees`);
    const scale = Math.min(1, MOST_PIXELS / Math.max(width, height));
    const picture = await document.renderPage(page, { scale });
    expect(
      picture.width === Math.max(1, Math.round(width * scale)),
      `a picture ${picture.width} pixels wide of ${width} points × ${scale}`,
    );
    expect(
      picture.height === Math.max(1, Math.round(height * scale)),
      `a picture ${picture.height} pixels high of ${height} points × ${scale}`,
    );
    expect(picture.data.length === 4 * picture.width * picture.height, `a picture of ${picture.data.length} bytes`);
    expect(typeof (await document.pageText(page)) === 'string', 'a text that is none');
    for (const run of await document.pageTextRuns(page)) expect(run.quad.every(Number.isFinite), `a run at ${run.quad}`);
    for (const { destination } of [...(await document.links(page)), ...flat(await document.outline())])
      expect(!destination || (destination.page >= 0 && destination.page < document.pageCount), `a link to page ${destination?.page}`);
    await document.annotations(page);
  }
  expect((await document.labels()).length === document.pageCount, 'a label for every page');
  await document.metadata();
  await document.attachments();
  await document.layers();
  await document.permissions();
  if (convert) {
    const decoder = new globalThis.TextDecoder('utf-8', { fatal: true });
    let html = '';
    for await (const part of document.convert('html', { pages: pageNumbers(document) })) html += decoder.decode(part, { stream: true });
    html += decoder.decode();
    expect(html.endsWith('</html>\n'), 'a page of HTML that is whole');
  }
  const growth = convert ? 0 : await growthOf(document);
  const trapped = document.warnings.some(({ feature }) => feature === 'engine-trapped');
  await document.close();
  return { refused: '', trapped, growth };
}

/**
 * What is used twice again costs no more memory: all that can be kept is kept by then.
 *
 * @param {import('../../src/types.js').Document} document
 */
async function growthOf(document) {
  const scale = Math.min(1, MOST_PIXELS / Math.max(document.pageSize(0).width, document.pageSize(0).height));
  // The engine's memory is not part of its API.
  const inUse = () => /** @type {any} */ (document).held?.instance.exports.memoryInUse() ?? 0;
  const use = async () => {
    await document.renderPage(0, { scale });
    await document.pageText(0);
    await document.annotations(0);
  };
  await use();
  const before = inUse();
  await use();
  await use();
  return inUse() - before;
}

/** @param {{ pageCount: number }} document */
function pageNumbers({ pageCount }) {
  return Array.from({ length: Math.min(PAGES, pageCount) }, (_, i) => i);
}

/**
 * @param {import('../../src/types.js').OutlineItem[]} items
 * @returns {import('../../src/types.js').OutlineItem[]}
 */
function flat(items) {
  const out = [...items];
  for (let i = 0; i < out.length; i++) out.push(...out[i].children);
  return out;
}
