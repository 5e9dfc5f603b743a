import { expect, test } from 'vitest';
import { onePage, type Body } from '../pdf-builder.js';
import { show } from '../show.js';

/**
 * The colour space of a group, in which blend modes act: ISO 32000-2, 11.3.4. Of inks the complements are blended, and the complement
 * is taken of what comes out. What inks look like: each dot pattern is a mosaic of their solid overprints (Neugebauer's equations), by
 * the solids of offset printing on coated paper.
 */
const SOLIDS: Record<string, number[]> = {
  '': [255, 255, 255], C: [0, 174, 239], M: [236, 0, 140], Y: [255, 242, 0], CM: [46, 49, 146], CY: [0, 166, 81], MY: [237, 28, 36],
  CMY: [54, 54, 57], K: [35, 31, 32], CK: [0, 16, 24], MK: [32, 0, 10], YK: [28, 26, 0], CMK: [10, 5, 15], CYK: [0, 14, 5], MYK: [25, 2, 0],
}; // prettier-ignore
/** The colour of some inks. */
function look(c: number, m: number, y: number, k = 0): number[] {
  const sum = [0, 0, 0];
  for (const [inks, color] of Object.entries(SOLIDS)) {
    const share = [c, m, y, k].reduce((all, ink, i) => all * (inks.includes('CMYK'[i]!) ? ink : 1 - ink), 1);
    color.forEach((v, i) => (sum[i]! += share * v));
  }
  return sum;
}
const near = (color: number[], wanted: number[], most = 1.5) =>
  color.forEach((v, i) => expect(Math.abs(v - wanted[i]!), `${color} for ${wanted}`).toBeLessThan(most));

const RED = '0 1 1 0 k';
const CYAN = '1 0 0 0 k';
const CMYK = '/Group << /S /Transparency /CS /DeviceCMYK >>';

/** A square of one colour, and another over its right half: the colour of both. */
async function both(mode: string, first: string, second: string, page = CMYK, form?: string) {
  const content = `${first} 0 0 100 100 re f /G gs ${second} 50 0 100 100 re f`;
  const resources = `/ExtGState << /G << /BM /${mode} >> >>`;
  const body: Body = { dict: `/Type /XObject /Subtype /Form /BBox [0 0 200 100] /Resources << ${resources} >> ${form}`, stream: content };
  const pdf = form
    ? onePage('/Fm Do', { page, resources: '/XObject << /Fm 10 0 R >>', objects: { 10: body } })
    : onePage(content, { page, resources });
  return (await show(pdf)).at(75, 50);
}

test.each([
  ['Multiply', look(1, 1, 1)],
  ['Darken', look(1, 1, 1)],
  ['Screen', look(0, 0, 0)],
  ['Lighten', look(0, 0, 0)],
  ['Overlay', look(0, 1, 1)],
  ['HardLight', look(1, 0, 0)],
  // Neither has black: of its complement, 1, that is 1 - 1.
  ['Difference', look(0, 0, 0, 1)],
  ['Exclusion', look(0, 0, 0, 1)],
  // 11.3.5.3, of the complements 1 0 0 and 0 1 1: SetLum of the red to 0.7 is 1 4/7 4/7, of the cyan to 0.3 is 0 3/7 3/7.
  ['Luminosity', look(0, 3 / 7, 3 / 7)],
  ['Color', look(1, 4 / 7, 4 / 7)],
])('%s of cyan on red, as inks', async (mode, wanted) => {
  near(await both(mode, RED, CYAN), wanted);
});

test('black is that of the backdrop; for Luminosity it is that of the source', async () => {
  const [light, dark] = ['0 0 0 0.2 k', '0 0 0 0.7 k'];
  for (const mode of ['Hue', 'Saturation', 'Color']) near(await both(mode, light, dark), look(0, 0, 0, 0.2));
  near(await both('Luminosity', light, dark), look(0, 0, 0, 0.7));
});

test('the inks of colours that are not set in inks are those that look like them', async () => {
  const rgb = (color: number[]) => `${color.map((v) => v / 255).join(' ')} rg`;
  near(await both('Screen', rgb(look(0, 1, 1)), rgb(look(1, 0, 0))), look(0, 0, 0), 4);
  near(await both('Multiply', rgb(look(0.5, 0, 0)), rgb(look(0, 0, 0.5))), look(0.5, 0, 0.5), 3);
  // Of the complements, 1 1 1 1 and 0.4 0.7 1 1, that is 0.6 0.3 0 0.
  near(await both('Difference', rgb(look(0, 0, 0)), rgb(look(0.6, 0.3, 0))), look(0.4, 0.7, 1, 1), 4);
  near(await both('Screen', rgb(look(0, 0, 0, 0.8)), rgb(look(0, 0, 0, 0.5))), look(0, 0, 0, 0.4), 6);
});

test('colours that no inks make stay what they are where nothing is added to them', async () => {
  for (const color of ['0 0 1 rg', '0 1 0 rg', '0 g', '0.2 0.05 0 rg']) {
    const [r, g, b] = (await show(onePage(`${color} 0 0 200 100 re f`))).at(75, 50);
    near(await both('Multiply', color, '0 0 0 0 k'), [r!, g!, b!], 1);
    near(await both('Multiply', '0 0 0 0 k', color), [r!, g!, b!], 1);
  }
});

/** 1 - (1 - red)(1 - cyan), channel by channel. */
const SCREENED = look(0, 1, 1).map((v, i) => 255 - ((255 - v) * (255 - look(1, 0, 0)[i]!)) / 255);

test('a group that is isolated may have a space of its own; any other one has that of what is around it', async () => {
  const group = (dict: string) => `/Group << /S /Transparency ${dict} >>`;
  const screen = (page: string, form?: string) => both('Screen', RED, CYAN, page, form);
  near(await screen(''), SCREENED);
  near(await screen(group('/CS /DeviceRGB')), SCREENED);
  near(await screen('', group('/I true /CS /DeviceCMYK')), look(0, 0, 0));
  near(await screen('', group('/I false /CS /DeviceCMYK')), SCREENED);
  near(await screen(CMYK, group('/I true')), look(0, 0, 0));
  near(await screen(CMYK, group('')), look(0, 0, 0));
  near(await screen(CMYK, group('/I true /CS /DeviceRGB')), SCREENED);
  // 255 · (0.3 · 237 + 0.59 · 28 + 0.11 · 36) / 255
  const gray = await both('Normal', RED, '0 1 1 0 k', '', group('/I true /CS /DeviceGray'));
  near(gray, [92, 92, 92]);
  const [red, cyan] = [91.6, 0.59 * 174 + 0.11 * 239];
  near(await screen('', group('/I true /CS /DeviceGray')), Array(3).fill(255 - ((255 - red) * (255 - cyan)) / 255) as number[], 2);
});

test('half of an ink, blended, is blended by half', async () => {
  const pdf = onePage(`${RED} 0 0 100 100 re f /G gs ${CYAN} 50 0 100 100 re f`, {
    page: CMYK,
    resources: '/ExtGState << /G << /BM /Screen /ca .5 >> >>',
  });
  const { at } = await show(pdf);
  near(at(75, 50), look(0, 1, 1).map((v) => (v + 255) / 2), 3); // prettier-ignore
  near(at(125, 50), look(1, 0, 0).map((v) => (v + 255) / 2), 2); // prettier-ignore
});
