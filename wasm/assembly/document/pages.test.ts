import { describe, expect, test } from 'vitest';
import { TestDocument } from '../../test/document.js';
import { buildPdf, onePage, type Body, type PageOptions } from '../../test/pdf-builder.js';

const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const leaf = (parent: number, entries = '') => `<< /Type /Page /Parent ${parent} 0 R ${entries} >>`;
const pages = (kids: string, entries = '') => `<< /Type /Pages /Kids [${kids}] /Count 1 ${entries} >>`;

describe.each(['release', 'debug'])('%s', (target) => {
  const open = (objects: Record<number, Body>) => TestDocument.of(target, buildPdf(objects));
  const page = (options: PageOptions) => TestDocument.of(target, onePage('', options));

  describe('the page tree', () => {
    test('has its leaves in order, at any depth, whatever /Count says', async () => {
      const doc = await open({
        1: CATALOG,
        2: pages('3 0 R 7 0 R 4 0 R', '/Count 99'),
        3: pages('8 0 R 6 0 R', '/Parent 2 0 R /Count -1'),
        4: pages('5 0 R', '/Parent 2 0 R /Count 0'),
        5: leaf(4),
        6: leaf(3),
        7: leaf(2),
        8: leaf(3),
      });
      expect(doc.pages).toEqual([8, 6, 7, 5]);
      expect(doc.warnings).toEqual([]);
    });

    test('may count wrongly in what adds up, or have a node where a page should be', async () => {
      const node = (kids: string, count: number) => `<< /Type /Pages /Parent 2 0 R /Kids [${kids}] /Count ${count} >>`;
      const leaves = Object.fromEntries([5, 6, 7, 8].map((number): [number, Body] => [number, leaf(3)]));
      // The debug build, which does not have the whole file, finds out when it comes to node 3.
      const doc = await open({ 1: CATALOG, 2: node('3 0 R 4 0 R', 4), 3: node('5 0 R', 2), 4: node('6 0 R 7 0 R 8 0 R', 2), ...leaves });
      expect(doc.pages).toEqual([5, 6, 7, 8]);
      const flat = await open({ 1: CATALOG, 2: node('5 0 R 3 0 R', 2), 3: node('6 0 R 7 0 R', 2), ...leaves });
      expect(flat.pages.slice(0, 2)).toEqual([5, 6]);
      expect(flat.pageCount).toBe(target === 'release' ? 3 : 2); // what has been told stays true
      const lost = await open({ 1: CATALOG, 2: node('5 0 R 9 0 R 6 0 R', 3), ...leaves, 9: '[]' });
      expect([lost.size(0), lost.size(1)]).toEqual([
        [612, 792, 0],
        [612, 792, 0],
      ]);
      expect(lost.pageCount).toBe(target === 'release' ? 2 : 3);
      // Nodes of one page each: as many kids as pages, and none of them is one.
      const thin = await open({ 1: CATALOG, 2: node('3 0 R 4 0 R', 2), 3: node('5 0 R', 1), 4: node('6 0 R', 1), ...leaves });
      expect([thin.pages, thin.warnings]).toEqual([[5, 6], []]);
      const none = await open({ 1: CATALOG, 2: node('3 0 R', 1), 3: node('4 0 R', 1), 4: node('', 0) });
      expect([none.status, none.pageCount]).toEqual([2, 0]); // damaged
    });

    test('is one page where a page follows the nodes of its tree, each of whose kids may be a node again', async () => {
      const node = (kids: string, count: number, parent = 2) => `<< /Type /Pages /Parent ${parent} 0 R /Kids [${kids}] /Count ${count} >>`;
      const doc = await open({
        1: '<< /Type /Catalog /Pages 2 0 R /Outlines << /First 9 0 R >> >>',
        2: '<< /Type /Pages /Kids [3 0 R 6 0 R 4 0 R] /Count 6 /Rotate 90 >>',
        3: node('5 0 R 7 0 R', 2),
        4: node('8 0 R 10 0 R', 3),
        5: leaf(3, '/Rotate 180'),
        6: leaf(2),
        7: leaf(3),
        8: node('11 0 R', 1, 4),
        9: '<< /Title (a) /Dest [12 0 R /Fit] >>',
        10: node('12 0 R 13 0 R', 2, 4),
        11: leaf(8),
        12: leaf(10),
        13: leaf(10),
      });
      expect(doc.json('outline')).toMatchObject([{ destination: { page: 4 } }]);
      expect([doc.pages, doc.pageCount]).toEqual([[5, 7, 6, 11, 12, 13], 6]);
      expect([doc.size(0)[2], doc.size(3)[2]]).toEqual([180, 90]);
    });

    test('gives a page what it does not have itself, from the nearest node that has it', async () => {
      const doc = await open({
        1: CATALOG,
        2: pages('3 0 R 5 0 R', '/MediaBox [0 0 400 300] /CropBox [0 0 100 200] /Rotate 90 /Resources << >>'),
        3: pages('4 0 R 6 0 R', '/Parent 2 0 R /MediaBox [0 0 50 60] /Rotate null'),
        4: leaf(3, '/Rotate 0 /Resources 9 0 R'),
        5: leaf(2, '/CropBox [0 0 400 300]'),
        6: leaf(3),
        9: '<< >>',
      });
      expect(doc.pages).toEqual([4, 6, 5]);
      // The box of node 3, cut by the root's CropBox, which is larger; its own /Rotate.
      expect([doc.size(0), doc.resources(0)]).toEqual([[50, 60, 0], 9]);
      expect([doc.size(1), doc.resources(1)]).toEqual([[60, 50, 90], 2]);
      expect([doc.size(2), doc.resources(2)]).toEqual([[300, 400, 90], 2]);
    });

    test('does not inherit /UserUnit', async () => {
      const doc = await open({ 1: CATALOG, 2: pages('3 0 R', '/UserUnit 2 /MediaBox [0 0 10 20]'), 3: leaf(2) });
      expect(doc.size()).toEqual([10, 20, 0]);
    });

    test('may have its nodes in place and their entries behind references', async () => {
      const doc = await open({
        1: '<< /Type /Catalog /Pages << /Type /Pages /Count 1 /Kids 4 0 R >> >>',
        4: '[<< /Type /Page /MediaBox 5 0 R /Rotate 6 0 R >>]',
        5: '[0 0 7 0 R 20]',
        6: '270',
        7: '10',
      });
      expect([doc.pages, doc.size()]).toEqual([[0], [20, 10, 270]]);
    });

    test('may be one page, and a page may be shown twice', async () => {
      expect((await open({ 1: '<< /Type /Catalog /Pages 3 0 R >>', 3: leaf(1, '/Contents 4 0 R'), 4: { stream: '' } })).pages).toEqual([3]);
      expect((await open({ 1: CATALOG, 2: pages('3 0 R 4 0 R 3 0 R'), 3: leaf(2), 4: leaf(2) })).pages).toEqual([3, 4, 3]);
    });

    test('is told from its pages by /Kids where /Type is missing or wrong', async () => {
      const doc = await open({
        1: '<< /Pages 2 0 R >>',
        2: '<< /Kids [3 0 R 4 0 R 6 0 R] >>',
        3: '<< /MediaBox [0 0 10 20] >>',
        4: '<< /Type /Page /Kids [5 0 R] >>',
        5: '<< /Type /Pages /Contents 7 0 R >>',
        6: '<< /Type /Pages >>', // an empty node
        7: { stream: '' },
      });
      expect(doc.pages).toEqual([3, 5]);
    });

    test('goes on behind a kid that is nothing, and in one that is itself', async () => {
      const doc = await open({
        1: CATALOG,
        2: pages('77 0 R 3 0 R null 4 0 R (kid) 6 0 R'),
        3: leaf(2),
        4: pages('5 0 R 4 0 R 2 0 R', '/Parent 2 0 R'),
        5: leaf(4),
        6: leaf(2),
      });
      expect(doc.pages).toEqual([3, 5, 6]);
      expect(doc.warnings).toEqual(['page-tree-damaged 77', 'page-tree-damaged', 'page-tree-damaged 4', 'page-tree-damaged 2']);
    });

    test('ends, also where every node has the next one twice', async () => {
      const objects: Record<number, Body> = { 1: CATALOG };
      for (let n = 2; n < 80; n++) objects[n] = pages(`${n + 1} 0 R ${n + 1} 0 R`);
      const doc = await open({ ...objects, 80: '<< /Type /Pages >>' });
      expect(doc.pageCount).toBe(0);
      expect(doc.warnings).toContain('work-limit');
    });

    test('that is 400 nodes deep ends by a limit', async () => {
      const objects: Record<number, Body> = { 1: CATALOG };
      for (let n = 2; n < 402; n++) objects[n] = pages(`${n + 500} 0 R ${n + 1} 0 R`);
      for (let n = 2; n < 402; n++) objects[n + 500] = leaf(n);
      const doc = await open(objects);
      expect(doc.pageCount).toBeGreaterThan(200);
      expect(doc.pages.slice(0, 3)).toEqual([502, 503, 504]);
      expect(doc.warnings.some((warning) => warning.startsWith('page-tree-damaged'))).toBe(true);
    });
  });

  describe('without a page tree', () => {
    test('pages are found by their /Type, in the order of their numbers', async () => {
      for (const catalog of ['<< /Type /Catalog >>', '<< /Type /Catalog /Pages 77 0 R >>', '<< /Type /Catalog /Pages [3 0 R] >>']) {
        const doc = await open({ 1: catalog, 5: leaf(77, '/MediaBox [0 0 5 6]'), 3: leaf(77), 4: '<< /Type /Font >>' });
        expect([doc.pages, doc.size(1)]).toEqual([
          [3, 5],
          [5, 6, 0],
        ]);
        expect(doc.warnings).toContain('page-tree-damaged');
      }
    });

    test('the tree above a page gives their order, and what they inherit', async () => {
      const doc = await open({
        1: '<< /Type /Catalog >>',
        2: pages('6 0 R 7 0 R', '/Rotate 90'),
        3: leaf(7),
        4: leaf(77),
        6: leaf(2, '/MediaBox [0 0 30 40]'),
        7: pages('3 0 R', '/Parent 2 0 R /MediaBox [0 0 10 20]'),
      });
      expect(doc.pages).toEqual([6, 3, 4]);
      expect([doc.size(0), doc.size(1), doc.size(2)]).toEqual([
        [40, 30, 90],
        [20, 10, 90],
        [612, 792, 0],
      ]);
    });

    test('a page that the tree above it has lost inherits all the same', async () => {
      const doc = await open({
        1: '<< /Type /Catalog >>',
        2: pages('77 0 R 7 0 R', '/MediaBox [0 0 10 20] /Resources << >>'),
        3: pages('77 0 R', '/Parent 2 0 R /MediaBox [0 0 30 40]'),
        5: leaf(3),
        6: leaf(2),
        7: leaf(2),
      });
      expect([doc.pages, doc.size(1), doc.resources(1), doc.size(2)]).toEqual([[7, 5, 6], [30, 40, 0], 2, [10, 20, 0]]);
    });

    test('a /Parent that leads back ends there', async () => {
      const doc = await open({ 1: '<< /Type /Catalog >>', 2: '<< /Type /Pages /Parent 4 0 R >>', 3: leaf(2), 4: '<< /Parent 2 0 R >>' });
      expect(doc.pages).toEqual([3]);
    });
  });

  describe('a page’s box', () => {
    const box = async (mediaBox: string, entries = '') => {
      const doc = await page({ mediaBox, page: entries });
      return doc.box();
    };

    test('is its MediaBox, wherever the origin lies and whichever corners are given', async () => {
      expect(await box('[0 0 200 100]')).toEqual([0, 0, 200, 100]);
      expect(await box('[-10.5 20 89.5 120]')).toEqual([-10.5, 20, 89.5, 120]);
      expect(await box('[200 100 0 0]')).toEqual([0, 0, 200, 100]);
      expect(await box('[0 100 200 0]')).toEqual([0, 0, 200, 100]);
      expect(await box('[0 0 200 100 5 5]')).toEqual([0, 0, 200, 100]);
    });

    test('is cut to its CropBox, as far as that lies inside', async () => {
      expect(await box('[0 0 200 100]', '/CropBox [10 20 150 90]')).toEqual([10, 20, 150, 90]);
      expect(await box('[0 0 200 100]', '/CropBox [150 90 10 20]')).toEqual([10, 20, 150, 90]);
      expect(await box('[0 0 200 100]', '/CropBox [-50 50 150 500]')).toEqual([0, 50, 150, 100]);
      expect(await box('[200 100 0 0]', '/CropBox [-50 50 150 500]')).toEqual([0, 50, 150, 100]);
    });

    test('is not cut to a CropBox that leaves nothing, or that is none', async () => {
      for (const crop of ['[300 300 400 400]', '[200 0 300 100]', '[10 10 10 90]', '[0 0 0 0]', '[1 2 3]', '(box)', '77 0 R'])
        expect(await box('[0 0 200 100]', `/CropBox ${crop}`)).toEqual([0, 0, 200, 100]);
    });

    test('is US Letter where there is none that can be, and says so where one is given', async () => {
      for (const media of ['[0 0 0 0]', '[0 0 200]', '[0 0 0 100]', '(box)', '[0 0 1e9 99999999]', '[/a /b /c /d]']) {
        const doc = await page({ mediaBox: media });
        expect([doc.box(), doc.warnings]).toEqual([[0, 0, 612, 792], ['page-box-invalid 3']]);
      }
      const none = await page({ mediaBox: 'null' });
      expect([none.size(), none.warnings]).toEqual([[612, 792, 0], []]);
    });

    test('is turned by a multiple of 90 degrees, clockwise; by anything else not at all', async () => {
      const turned = async (rotate: string) => (await page({ page: `/Rotate ${rotate}` })).size();
      for (const rotate of ['0', '360', '-720', '45', '91', '-1', '(90)', '/R90', '[90]', 'null', '89.9'])
        expect(await turned(rotate)).toEqual([200, 100, 0]);
      for (const rotate of ['90', '450', '-270', '90.0', '+90']) expect(await turned(rotate)).toEqual([100, 200, 90]);
      for (const rotate of ['180', '-180', '540']) expect(await turned(rotate)).toEqual([200, 100, 180]);
      for (const rotate of ['270', '-90', '630']) expect(await turned(rotate)).toEqual([100, 200, 270]);
    });

    test('is as many points large as /UserUnit says', async () => {
      const doc = await page({ page: '/UserUnit 2.5 /CropBox [0 0 100 100] /Rotate 90', mediaBox: '[0 0 200 60]' });
      expect([doc.size(), doc.box()]).toEqual([
        [150, 250, 90],
        [0, 0, 100, 60],
      ]);
      for (const unit of ['0', '-2', '(2)', 'null', '1000000'])
        expect((await page({ page: `/UserUnit ${unit}` })).size()).toEqual([200, 100, 0]);
    });
  });
});
