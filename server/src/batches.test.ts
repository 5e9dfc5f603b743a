import { buffer } from 'node:stream/consumers';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { nameFiles } from './batches.js';
import { cleanName } from './contract/index.js';
import { writeZip } from './zip.js';

describe('the files of a zip', () => {
  const name = (document: string) => nameFiles()(cleanName(document), 'html', 'job');

  test.each([
    ['paper.pdf', 'paper.html'],
    ['Über uns.PDF', 'Über uns.html'],
    // What a zip takes for a drive, and Windows for one or for a stream.
    ['C: the plan.pdf', 'C_ the plan.html'],
    ['a:b.pdf', 'a_b.html'],
    ['..', 'document.html'],
    ['../../etc/passwd', 'passwd.html'],
    ['..\\..\\boot.ini', 'boot.ini.html'],
    ['.bashrc', 'bashrc.html'],
    ['a<b>|"c"?*.pdf', 'a_b___c___.html'],
    ['con.pdf', 'con_.html'],
    ['LPT1.final.pdf', 'LPT1_.final.html'],
    ['console.pdf', 'console.html'],
    ['trailing. .pdf', 'trailing.html'],
    ['.pdf', 'document.html'],
  ])('%s is %s', (document, file) => expect(name(document)).toBe(file));

  test('have names that file systems have room for, and never half a character', () => {
    expect(Buffer.byteLength(name(`${'漢'.repeat(250)}.pdf`))).toBe(Buffer.byteLength(`${'漢'.repeat(66)}.html`));
    expect(name(`${'😀'.repeat(100)}.pdf`)).toBe(`${'😀'.repeat(50)}.html`);
  });

  test('are told apart where documents are called the same, also by what is left of their names', () => {
    const nameOf = nameFiles();
    const names = ['a:b.pdf', 'A_B.pdf', 'a?b.pdf'].map((document, i) => nameOf(document, 'html', String(i)));
    expect(names[0]).toBe('a_b.html');
    expect(new Set(names.map((one) => one.toLowerCase())).size).toBe(3);
  });

  test('are all in it, whatever documents are called', async () => {
    const nameOf = nameFiles();
    const files = ['C:', 'C:/x', '/x', '..', '', 'a/../../b', '\\\\host\\share', '\u202egpj.exe'].map((document, i) => ({
      name: nameOf(cleanName(document), 'html', String(i)),
      open: async () => Readable.from(['x']),
    }));
    const out = new PassThrough();
    const zip = buffer(out);
    await writeZip(
      (async function* () {
        yield* files;
      })(),
      out,
    );
    // The end of central directory has the number of files (APPNOTE.TXT, 4.3.16).
    const bytes = await zip;
    expect(bytes.readUInt16LE(bytes.lastIndexOf('PK\u0005\u0006') + 10)).toBe(files.length);
  });
});
