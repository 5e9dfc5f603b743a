import { describe, expect, test } from 'vitest';
import { TestPage } from '../../test/page.js';
import { onePage, type PageOptions } from '../../test/pdf-builder.js';

/** Marked content and optional content. Objects 20 and 21 are layers that are on and off. */
const UNIT = 'M0 100L1 100L1 99L0 99Z';
const SQUARE = '0 0 1 1 re f';

describe.each(['release', 'debug'])('%s', (target) => {
  const page = (content: string, { objects, resources = '', ...options }: PageOptions = {}) =>
    TestPage.of(
      'content',
      target,
      onePage(content, {
        catalog: '/OCProperties << /OCGs [20 0 R 21 0 R] /D << /OFF [21 0 R] >> >>',
        resources: `/Properties << /On 20 0 R /Off 21 0 R /M 22 0 R >> ${resources}`,
        ...options,
        objects: {
          20: '<< /Type /OCG /Name (On) >>',
          21: '<< /Type /OCG /Name (Off) >>',
          22: '<< /Type /OCMD >>',
          ...objects,
        },
      }),
    );
  const isSeen = async (content: string, options?: PageOptions) => (await page(content, options)).all('fill').length > 0;

  /** Begins and ends of marked content, from the raw list: [tag, MCID, ActualText], or 'end'. */
  const marks = ({ instance, list, hooks, doc }: TestPage) => {
    const out: unknown[] = [];
    const end = instance.u32(list + 12) + instance.u32(list + 16);
    for (let at = instance.u32(list + 12); at < end; at += instance.u32(at + 4)) {
      const op = instance.u32(at);
      if (op === 14) out.push('end');
      if (op !== 13) continue;
      const name = hooks.test_name!(doc, instance.u32(at + 8));
      const tag = Buffer.from(instance.bytes(instance.u32(name), instance.u32(name + 4))).toString();
      out.push([tag, instance.view.getInt32(at + 12, true), instance.utf16(instance.u32(at + 16), instance.u32(at + 20))]);
    }
    return out;
  };

  test('BMC, BDC and EMC: tag, MCID and ActualText, in place or from the resources', async () => {
    const drawn = await page(
      '/Artifact BMC EMC /P << /MCID 7 >> BDC /Span << /ActualText (caf\\351) >> BDC EMC EMC /Span /M BDC EMC',
      { objects: { 22: '<< /MCID 3 /ActualText <FEFF05D0> >>' } },
    ); // prettier-ignore
    expect(marks(drawn)).toEqual([['Artifact', -1, ''], 'end', ['P', 7, ''], ['Span', -1, 'café'], 'end', 'end', ['Span', 3, 'א'], 'end']);
  });

  test('marks that are not closed are closed at the end, and EMC without a beginning does nothing', async () => {
    expect(marks(await page('EMC /A BMC /B BMC EMC'))).toEqual([['A', -1, ''], ['B', -1, ''], 'end', 'end']);
    expect(marks(await page('/A BDC EMC /B BMC'))).toEqual([['', -1, ''], 'end', ['B', -1, ''], 'end']); // a BDC that lacks its properties has an EMC all the same
  });

  test('content of a layer that is off is not drawn; text of it is there, but shows nothing', async () => {
    const drawn = await page(`/OC /Off BDC ${SQUARE} 0 0 5 5 re S BT /F1 9 Tf (A) Tj ET EMC ${SQUARE}`);
    expect(drawn.lines().filter((l) => !l.startsWith('text'))).toEqual([`fill #000000 ${UNIT}`]);
    expect(drawn.all('glyphs').every((c) => c.run.fill === null)).toBe(true);
    expect(await isSeen(`/OC /On BDC ${SQUARE} EMC`)).toBe(true);
    expect(await isSeen(`/OC /Missing BDC ${SQUARE} EMC`)).toBe(true);
    expect(await isSeen(`/Span /Off BDC ${SQUARE} EMC`)).toBe(true); // only the tag OC hides
  });

  test('hidden content still moves, clips and changes the state', async () => {
    const drawn = await page(`/OC /Off BDC 1 0 0 rg 2 0 0 2 0 0 cm 0 0 5 5 re W n EMC ${SQUARE}`);
    expect(drawn.lines()).toEqual(['clip M0 100L10 100L10 90L0 90Z', 'fill #ff0000 M0 100L2 100L2 98L0 98Z']);
  });

  test('inside a layer that is off nothing is seen, not even what is on', async () => {
    expect(await isSeen(`/OC /Off BDC /OC /On BDC ${SQUARE} EMC EMC`)).toBe(false);
    expect(await isSeen(`/OC /On BDC /OC /Off BDC EMC ${SQUARE} EMC`)).toBe(true);
    expect(await isSeen(`/OC /Off BDC /OC /Off BDC EMC ${SQUARE} EMC`)).toBe(false);
  });

  test('BaseState OFF hides what is not listed as on', async () => {
    const catalog = '/OCProperties << /OCGs [20 0 R 21 0 R] /D << /BaseState /OFF /ON [20 0 R] >> >>';
    expect(await isSeen(`/OC /On BDC ${SQUARE} EMC`, { catalog })).toBe(true);
    expect(await isSeen(`/OC /Off BDC ${SQUARE} EMC`, { catalog })).toBe(false);
    expect(await isSeen(`/OC /Off BDC ${SQUARE} EMC`, { catalog: '' })).toBe(true);
  });

  test('membership: the four policies, ISO 32000-2, table 97', async () => {
    const member = (groups: string, policy = '') =>
      isSeen(`/OC /M BDC ${SQUARE} EMC`, { objects: { 22: `<< /Type /OCMD /OCGs ${groups} ${policy} >>` } });
    const [on, off, both] = ['[20 0 R]', '[21 0 R]', '[20 0 R 21 0 R]'];
    const policy = async (p: string) => [await member(on, p), await member(both, p), await member(off, p)];
    expect(await policy('')).toEqual([true, true, false]);
    expect(await policy('/P /AnyOn')).toEqual([true, true, false]);
    expect(await policy('/P /AllOn')).toEqual([true, false, false]);
    expect(await policy('/P /AnyOff')).toEqual([false, true, true]);
    expect(await policy('/P /AllOff')).toEqual([false, false, true]);
    expect(await member('21 0 R')).toBe(false); // a group alone
    expect([await member('[]'), await member('[null 99 0 R]'), await member('null')]).toEqual([true, true, true]);
  });

  test('visibility expressions come before the policy', async () => {
    const seen = (expression: string) =>
      isSeen(`/OC /M BDC ${SQUARE} EMC`, { objects: { 22: `<< /Type /OCMD /OCGs 21 0 R /VE ${expression} >>` } });
    expect(await seen('[/And 20 0 R 21 0 R]')).toBe(false);
    expect(await seen('[/Or 20 0 R 21 0 R]')).toBe(true);
    expect(await seen('[/Not 21 0 R]')).toBe(true);
    expect(await seen('[/And 20 0 R [/Not [/Or 21 0 R [/Not 20 0 R]]]]')).toBe(true);
    expect(await seen(`${'[/Not '.repeat(100)} 20 0 R ${']'.repeat(100)}`)).toBeTypeOf('boolean'); // deep, and still an answer
  });

  test('forms and images may belong to a layer', async () => {
    const seen = async (layer: number) => {
      const drawn = await page('/Fm Do /Im Do', {
        resources: '/XObject << /Fm 10 0 R /Im 11 0 R >>',
        objects: {
          10: { dict: `/Subtype /Form /BBox [0 0 9 9] /OC ${layer} 0 R`, stream: SQUARE },
          11: { dict: `/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /OC ${layer} 0 R`, stream: 'x' },
        },
      });
      return [drawn.all('fill').length, drawn.all('image').length];
    };
    expect([await seen(20), await seen(21)]).toEqual([[1, 1], [0, 0]]); // prettier-ignore
  });

  test('all that draws is hidden: images, inline images, shadings, forms', async () => {
    const drawn = await page(
      '/OC /Off BDC /Im Do BI /W 1 /H 1 /BPC 8 /CS /G ID x EI /S sh /Fm Do EMC',
      {
        resources: `/XObject << /Im 11 0 R /Fm 10 0 R >> /Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1]
          /Function << /FunctionType 2 /Domain [0 1] /N 1 >> >> >>`,
        objects: {
          10: { dict: '/Subtype /Form /BBox [0 0 9 9]', stream: SQUARE },
          11: { dict: '/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray', stream: 'x' },
        },
      },
    ); // prettier-ignore
    expect(drawn.lines()).toEqual([]);
  });

  test('a form cannot end what its page began', async () => {
    const drawn = await page(`/OC /Off BDC /Fm Do ${SQUARE} EMC`, {
      resources: '/XObject << /Fm 10 0 R >>',
      objects: { 10: { dict: '/Subtype /Form /BBox [0 0 9 9]', stream: 'EMC EMC' } },
    });
    expect(drawn.all('fill')).toEqual([]);
    const shown = await page('/A BMC /Fm Do EMC', {
      resources: '/XObject << /Fm 10 0 R >>',
      objects: { 10: { dict: '/Subtype /Form /BBox [0 0 9 9]', stream: 'EMC /B BMC' } },
    });
    expect(marks(shown)).toEqual([['A', -1, ''], ['B', -1, ''], 'end', 'end']);
  });

  test('marks nest deeper than there are bits for them', async () => {
    const n = 200;
    expect(await isSeen(`${'/A BMC '.repeat(n)}${'EMC '.repeat(n)} /OC /Off BDC ${SQUARE} EMC`)).toBe(false);
    expect(await isSeen(`/OC /Off BDC ${'/A BMC '.repeat(n)}${'EMC '.repeat(n)} ${SQUARE} EMC`)).toBe(false);
    expect(await isSeen(`/OC /Off BDC ${'/A BMC '.repeat(n)}${'EMC '.repeat(n)} EMC ${SQUARE}`)).toBe(true);
  });
});
