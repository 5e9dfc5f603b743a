import { describe, expect, test } from 'vitest';
import { TestDocument } from '../../test/document.js';
import { onePage, type PageOptions } from '../../test/pdf-builder.js';

/** What documents tell viewers: how they are to be shown, where their links lead, what places are called. */
describe.each(['release', 'debug'])('%s', (target) => {
  const json = async (part: Parameters<TestDocument['json']>[0], options: PageOptions) =>
    (await TestDocument.of(target, onePage('', options))).json(part);

  test('viewer preferences (12.2, table 147), the page layout and mode, and where to begin (7.7.2)', async () => {
    expect(await json('viewerPreferences', {})).toEqual({});
    const preferences =
      '/HideToolbar true /HideMenubar true /HideWindowUI true /FitWindow true /CenterWindow true /DisplayDocTitle true /Direction /R2L ' +
      '/NonFullScreenPageMode /UseOutlines /PrintScaling /None /Duplex /Simplex /NumCopies 2 /PrintPageRange [1 2 5 5]';
    const catalog = `/PageLayout /TwoPageRight /PageMode /UseThumbs /OpenAction [3 0 R /XYZ 10 90 2] /ViewerPreferences << ${preferences} >>`;
    expect(await json('viewerPreferences', { catalog })).toEqual({
      pageLayout: 'TwoPageRight',
      pageMode: 'UseThumbs',
      destination: { page: 0, x: 10, y: 10, zoom: 2 },
      hideToolbar: true,
      hideMenubar: true,
      hideWindowUI: true,
      fitWindow: true,
      centerWindow: true,
      displayDocTitle: true,
      rightToLeft: true,
      nonFullScreenPageMode: 'UseOutlines',
      printScaling: 'None',
      duplex: 'Simplex',
      copies: 2,
      printPages: [
        [0, 1],
        [4, 4],
      ],
    });
    expect(await json('viewerPreferences', { catalog: '/OpenAction << /S /GoTo /D [3 0 R /Fit] >>' })).toEqual({
      destination: { page: 0, fit: 'Fit' },
    });
    const wrong =
      '/PageLayout 5 /OpenAction (x) /ViewerPreferences << /HideToolbar (true) /Direction /L2R /NumCopies -1 /PrintPageRange [1] >>';
    expect(await json('viewerPreferences', { catalog: wrong })).toEqual({});
  });

  test('links to other files, to addresses with a base, and to commands (12.6.4)', async () => {
    const link = async (action: string, catalog = '') => {
      const annotation = `<< /Subtype /Link /Rect [0 0 1 1] /A << ${action} >> >>`;
      const [found] = (await json('links', { catalog, page: '/Annots [20 0 R]', objects: { 20: annotation } })) as { rect?: number[] }[];
      delete found?.rect;
      return found;
    };
    expect(await link('/S /GoToR /F (other.pdf) /D [4 /Fit]')).toEqual({ file: 'other.pdf', filePage: 4 });
    expect(await link('/S /GoToR /F << /Type /Filespec /F (old) /UF <FEFF00FC> >> /D (chapter)')).toEqual({ file: 'ü', named: 'chapter' });
    expect(await link('/S /GoToR /F (other.pdf) /D /place')).toEqual({ file: 'other.pdf', named: 'place' });
    expect(await link('/S /GoToR /F (other.pdf) /D [-1 /Fit]')).toEqual({ file: 'other.pdf' });
    expect(await link('/S /GoToR /D [4 /Fit]')).toBeUndefined();
    expect(await link('/S /URI /URI (a.html)', '/URI << /Base (https://example.org/b/) >>')).toEqual({
      url: 'a.html',
      base: 'https://example.org/b/',
    });
    expect(await link('/S /Named /N /NextPage')).toEqual({ command: 'NextPage' });
    for (const nothing of ['/S /Launch /F (calc.exe)', '/S /Named', '/S /JavaScript /JS (x)']) expect(await link(nothing)).toBeUndefined();
  });

  test('named destinations, of the tree and of the older dictionary (12.3.2.4)', async () => {
    const catalog =
      '/Names << /Dests << /Names [(one) [3 0 R /Fit] (two) << /D [3 0 R /FitH 90] >> (nowhere) [99 0 R /Fit] (loop) (loop)] >> >> /Dests << /three [3 0 R /FitV 5] /four /three >>';
    expect(await json('namedDestinations', { catalog })).toEqual([
      { name: 'one', destination: { page: 0, fit: 'Fit' } },
      { name: 'two', destination: { page: 0, y: 10, fit: 'FitH' } },
      { name: 'three', destination: { page: 0, x: 5, fit: 'FitV' } },
    ]);
    expect(await json('namedDestinations', {})).toEqual([]);
  });

  test('annotations, with who wrote them and when', async () => {
    const objects = {
      20: '<< /Subtype /Text /Rect [0 80 20 100] /Contents (Note) /T (Ann) /M (D:20240229123456Z) /F 2 >>',
      21: '<< /Subtype /Widget /Rect [0 0 1 1] /T (field) >>',
    };
    expect(await json('annotations', { page: '/Annots [20 0 R 21 0 R << /Subtype /Ink /Rect [0 0 1 1] >>]', objects })).toEqual([
      { id: 20, type: 'Text', rect: [0, 0, 20, 20], contents: 'Note', author: 'Ann', modified: '2024-02-29T12:34:56Z', hidden: true },
      { id: 21, type: 'Widget', rect: [0, 99, 1, 100], field: 'field' },
      { type: 'Ink', rect: [0, 99, 1, 100] },
    ]);
  });
});
