import type { OdeError } from '@ode/engine';
import { openDocument, type Document, type FindHit, type FindOptions } from '@ode/engine';
import { describe, expect, test } from 'vitest';
import { buildPdf, type Body } from '../pdf-builder.js';
import { Writer } from '../text-writer.js';

const all = async (hits: AsyncIterable<FindHit>) => {
  const found: FindHit[] = [];
  for await (const hit of hits) found.push(hit);
  return found;
};

/** What is found in lines of text, each on a line of the page, from its top. */
async function search(lines: string[], query: string, options?: FindOptions): Promise<FindHit[]> {
  const w = new Writer();
  lines.forEach((line, i) => w.at(10, 90 - i * 12, line));
  const doc = await openDocument(w.file());
  try {
    return await all(doc.find(query, options));
  } finally {
    await doc.close();
  }
}
/** Text that is read from the right, as it is shown: from the left. */
const asSeen = (text: string) => [...text].reverse().join('');
const found = async (...args: Parameters<typeof search>) => (await search(...args)).map((hit) => hit.match);

describe('what is the same to a reader', () => {
  test.each<[page: string, query: string]>([
    ['Straße', 'STRASSE'],
    ['Größe', 'grosse'],
    ['ΟΔΟΣ', 'οδος'],
    ['ﬁnal', 'final'],
    ['ｆｕｌｌ', 'full'],
    ['it’s “so”', 'it\'s "so"'],
    ['1–2', '1-2'],
    ['naïve', 'naive'],
    ['Łódź', 'lodz'],
    ['e\u0301t', 'et'],
    ['a\u00a0b', 'a b'],
    [asSeen('ﻣﺮﺣﺒﺎ'), 'مرحبا'],
    [asSeen('مُحَمَّد'), 'محمد'],
    ['x²', 'x2'],
    ['İstanbul', 'istanbul'],
  ])('%s is found by %s', async (page, query) => {
    expect(await search([page], query)).toHaveLength(1);
  });

  test.each<[page: string, query: string, options: FindOptions]>([
    ['Word', 'word', { matchCase: true }],
    ['naïve', 'naive', { diacritics: true }],
    ['cafe\u0301', 'cafe', { diacritics: true }],
    ['sword', 'word', { wholeWords: true }],
    ['naïvely', 'naïve', { wholeWords: true }],
    ['がき', 'かき', {}],
  ])('%s is not found by %s with %j', async (page, query, options) => {
    expect(await search([page], query, options)).toEqual([]);
  });

  test('what differs in nothing is found by every option', async () => {
    const strict = { matchCase: true, diacritics: true, wholeWords: true };
    expect(await found(['A naïve Word, e\u0301te\u0301'], 'naïve Word', strict)).toEqual(['naïve Word']);
    expect(await search(['e\u0301te\u0301'], '\u00e9t\u00e9', strict)).toHaveLength(1);
  });
});

describe('line ends', () => {
  test('are spaces', async () => {
    expect(await found(['the quick', 'brown fox'], 'quick brown')).toEqual(['quick brown']);
    expect(await found(['the quick', 'brown fox'], 'quickbrown')).toEqual([]);
    expect(await found(['the quick', 'brown fox'], 'quick\n  brown')).toEqual(['quick brown']);
  });

  test('divide words by a hyphen, which may be meant', async () => {
    expect(await found(['we co-', 'operate'], 'cooperate')).toEqual(['cooperate']);
    expect(await found(['a well-', 'known man'], 'well-known')).toEqual(['wellknown']);
    expect(await found(['a well-', 'known man'], 'wellknown')).toEqual(['wellknown']);
    expect(await found(['Smith-', 'Jones'], 'smith-jones')).toEqual(['Smith- Jones']);
    expect(await found(['pages 1-', '2'], '1- 2')).toEqual(['1- 2']);
    // One phrase has hyphens of both kinds.
    const lines = ['a fine-grained man-', 'ner, at a well-', 'known (price) of $2.'];
    expect(await found(lines, 'fine-grained manner')).toEqual(['fine-grained manner']);
    expect(await found(lines, 'fine-grained man-ner')).toEqual(['fine-grained manner']);
    expect(await found(lines, 'Grained manner, at a well-known (price) of $2.')).toHaveLength(1);
    expect(await found(lines, 'fine-grained man', { wholeWords: true })).toEqual([]);
    expect(await found(lines, 'fine-grained', { wholeWords: true })).toEqual(['fine-grained']);
  });

  test('are nothing between ideographs', async () => {
    expect(await search(['日', '本'], '日本')).toHaveLength(1);
  });

  test('of columns that were written across', async () => {
    const w = new Writer();
    // The words of the two columns of each row stand side by side; each column has five rows.
    const left = ['running text on', 'the left which', 'ends in the wor-', 'ld of the page', 'and goes on yet'];
    const right = ['the right one has', 'other matters in', 'lines of its own', 'and they are not', 'to be mixed up'];
    left.forEach((line, i) => w.at(10, 90 - i * 12, line).at(110, 90 - i * 12, right[i]!));
    const doc = await openDocument(w.file());
    expect(await all(doc.find('world of the page and'))).toHaveLength(1);
    expect(await all(doc.find('goes on yet the right one'))).toHaveLength(1);
    await doc.close();
  });
});

describe('where hits are', () => {
  // At 10 points a glyph is 5 points wide; 2.5 points are below the baseline and 7.5 above (FontDescriptor). The page is 100 points high.
  test('in a line', async () => {
    const [hit] = await search(['say hello to it'], 'hello');
    expect(hit).toEqual({
      ...{ page: 0, index: 0, before: 'say ', match: 'hello', after: ' to it' },
      quads: [[30, 12.5, 55, 12.5, 55, 2.5, 30, 2.5].map((v) => expect.closeTo(v, 1) as number)],
    });
  });

  test('with whole words around them', async () => {
    const around = async (context: number) => {
      const [hit] = await search(['Something was said before', 'the hit of which nothing is left'], 'hit', { context });
      return `${hit!.before}|${hit!.after}`;
    };
    expect(await Promise.all([14, 16, 17, 99].map(around))).toEqual([
      'before the | of which',
      'said before the | of which',
      'said before the | of which nothing',
      'Something was said before the | of which nothing is left',
    ]);
  });

  test('over two lines', async () => {
    const [hit] = await search(['we co-', 'operate'], 'coop');
    expect(hit!.quads.map(([x0, y0, x1]) => [x0, y0, x1].map(Math.round))).toEqual([
      [25, 13, 40], // the hyphen with it
      [10, 25, 20],
    ]);
    expect(await found(['we co-', 'operate'], 'co')).toEqual(['co']);
  });

  test('from the right', async () => {
    const [hit] = await search([asSeen('שלום עולם')], 'שלום');
    // Four of nine letters, at the right end.
    expect(hit!.quads.map(([x0, , x1]) => [x0, x1].map(Math.round))).toEqual([[35, 55]]);
  });

  test('in a ligature, whose letters have equal parts of it', async () => {
    const [hit] = await search(['oﬃce'], 'fi');
    // The ligature from 15 to 20: f, f, i.
    expect(hit!.quads.map(([x0, , x1]) => [x0, x1])).toEqual([[expect.closeTo(15 + 5 / 3, 2), expect.closeTo(20, 2)]]);
  });
});

test('what is written in form fields and as free text is found, and is a run of text when that is asked for; stamps are pictures', async () => {
  const w = new Writer().at(10, 80, 'name').at(10, 60, 'end');
  const annotation = (subtype: string, top: number, text: string): Body => ({
    dict: `/Type /XObject /Subtype /Form /BBox [0 0 80 12] /Resources << /Font << /F1 5 0 R >> >> /Rest (${subtype} ${top})`,
    stream: `BT /F1 10 Tf 0 3 Td ${w.say(text)} Tj ET`,
  });
  const place = (subtype: string, top: number, appearance: number) =>
    `<< /Type /Annot /Subtype /${subtype} /Rect [50 ${top} 130 ${top + 12}] /AP << /N ${appearance} 0 R >> >>`;
  const objects = { 30: annotation('Widget', 77, 'value'), 31: annotation('FreeText', 57, 'typed'), 32: annotation('Stamp', 37, 'paid') };
  const annots = `/Annots [${place('Widget', 77, 30)} ${place('FreeText', 57, 31)} ${place('Stamp', 37, 32)}]`;
  const doc = await openDocument(w.file({ page: annots, objects }));
  const at = async (query: string) => (await all(doc.find(query))).map(({ quads }) => quads[0]!.slice(0, 2).map(Math.round));
  expect([await at('value'), await at('typed'), await at('paid')]).toEqual([[[50, 23]], [[50, 43]], []]); // prettier-ignore
  const said = async (options?: { annotations: boolean }) => (await doc.pageTextRuns(0, options)).map(({ text }) => text);
  expect(await said()).toEqual(['name', 'end']);
  expect(await said({ annotations: true })).toEqual(['name ', 'value', 'end ', 'typed']);
  expect(await doc.pageText(0)).toBe('name\nend');
  expect(await doc.pageText(0, { annotations: true })).toBe('name value\nend typed');
  await doc.close();
});

describe('regular expressions', () => {
  const pattern = { regularExpression: true };
  test('match over line ends, and ignore case and accents unless they are to count', async () => {
    expect(await found(['Rev. 12', 'of Mai'], 'rev\\. \\d+ of', pattern)).toEqual(['Rev. 12 of']);
    expect(await found(['Rev. 12'], 'rev', { ...pattern, matchCase: true })).toEqual([]);
    expect(await found(['été ete'], '\\b[eé]t[eé]', pattern)).toEqual(['été', 'ete']);
    expect(await found(['été ete'], 'été', { ...pattern, diacritics: true })).toEqual(['été']);
    expect(await found(['cat concat'], 'c.t', { ...pattern, wholeWords: true })).toEqual(['cat']);
    expect(await found(['aab'], 'x*', pattern)).toEqual([]);
  });

  test('that are none are refused', async () => {
    await expect(search(['a'], '(', pattern)).rejects.toThrow(expect.objectContaining({ code: 'query-invalid' }) as OdeError);
  });

  test('that would take for ever are ended', async () => {
    await expect(search(['a'.repeat(36)], '(a+)+b', pattern)).rejects.toThrow(
      expect.objectContaining({ code: 'limit-exceeded' }) as OdeError,
    );
  });
});

describe('many pages', () => {
  /** Pages that say their number, each twice. */
  function numbered(count: number): Uint8Array {
    const objects: Record<number, Body> = {
      1: '<< /Type /Catalog /Pages 2 0 R >>',
      3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    };
    const kids: string[] = [];
    for (let i = 0; i < count; i++) {
      kids.push(`${4 + 2 * i} 0 R`);
      objects[4 + 2 * i] =
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << /Font << /F 3 0 R >> >> /Contents ${5 + 2 * i} 0 R >>`;
      objects[5 + 2 * i] = { stream: `BT /F 10 Tf 10 100 Td (page n${i}) Tj 0 -20 Td (again n${i}) Tj ET` };
    }
    objects[2] = `<< /Type /Pages /Count ${count} /Kids [${kids.join(' ')}] >>`;
    return buildPdf(objects);
  }
  const pagesOf = (hits: FindHit[]) => hits.map(({ page, index }) => [page, index]);

  test('are searched from the one that is shown on, in order, and told', async () => {
    const doc = await openDocument(numbered(60));
    expect(pagesOf(await all(doc.find('n7')))).toEqual([[7, 0], [7, 1]]); // prettier-ignore
    const steps: number[] = [];
    const hits = await all(doc.find('page', { from: 58, onProgress: (done) => steps.push(done) }));
    expect(hits.map(({ page }) => page)).toEqual([58, 59, ...Array(58).keys()]);
    expect(steps).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    await doc.close();
  });

  test('that were searched are not read again', async () => {
    const doc: Document = await openDocument(numbered(30));
    const core = Reflect.get(doc, 'held') as { pageLetters: (page: number) => Promise<unknown> };
    const read: number[] = [];
    const original = core.pageLetters.bind(core);
    core.pageLetters = (page) => {
      read.push(page);
      return original(page);
    };
    expect(await all(doc.find('again'))).toHaveLength(30);
    expect(read).toHaveLength(30);
    expect(await all(doc.find('page'))).toHaveLength(30);
    expect(read).toHaveLength(30);
    await doc.close();
  });

  test('need not all be searched: who stops asking, or aborts, ends it', async () => {
    const doc = await openDocument(numbered(200));
    for await (const { page } of doc.find('page')) {
      expect(page).toBe(0);
      break;
    }
    const stop = new AbortController();
    let hits = 0;
    const run = async () => {
      for await (const _ of doc.find('page', { signal: stop.signal })) if (++hits === 3) stop.abort();
    };
    await expect(run()).rejects.toThrow(expect.objectContaining({ code: 'aborted' }) as OdeError);
    expect(hits).toBe(3);
    await doc.close();
    await expect(all(doc.find('page', { from: 190 }))).rejects.toThrow(expect.objectContaining({ code: 'closed' }) as OdeError);
  });

  test('nothing is found where nothing is asked', async () => {
    const doc = await openDocument(numbered(1));
    for (const query of ['', '  \n', '\u00ad']) expect(await all(doc.find(query))).toEqual([]);
    await doc.close();
  });
});
