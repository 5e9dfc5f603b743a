import { cbc } from '@noble/ciphers/aes.js';
import { openDocument } from '@ode/engine';
import { describe, expect, test } from 'vitest';
import { buildPdf } from '../../test/pdf-builder.js';

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (h) => parseInt(h, 16));

/** Revision 6, as qpdf 11.3 wrote it for the passwords `user` and `owner`, with the key that qpdf prints. */
const KEY = 'af9468379ebc1bd1be61aaa85ae9b235f707f6b067ac035ae46dcbbe4cf6cdc0';
const PASSWORDS =
  '/O <7c150855b98409646836c6602bdd7e31b28218c0591a11e0a45666a07cf057450bb2dcf39dd9832a767ca884be60fb9a>' +
  '/U <6e72e2b9119a9b8bb28831e3ed9e47a7c6e47e7c57c59c46cac6e46df22a0ecccd6a8d462c99b3699e169bf2907b29c9>' +
  '/OE <b6f468a74265a52faea6d7ee2cb37d9b3dc5378993eb0a695f1ea302c235eb81>' +
  '/UE <a3192ef9364e09345ee230e740722be775c30b7061eca147dc3f58a2c2f05ac2>';

function encrypt(text: string): Uint8Array {
  const iv = bytes('00112233445566778899aabbccddeeff');
  return new Uint8Array([...iv, ...cbc(bytes(KEY), iv).encrypt(new TextEncoder().encode(text))]);
}

/** A page of two contents: a red left half that is plain, and a right half of the given stream. */
function file(filters: string, right: { dict: string; stream: Uint8Array | string }): Uint8Array {
  return buildPdf(
    {
      1: '<< /Type /Catalog /Pages 2 0 R >>',
      2: '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2 1] /Contents [4 0 R 5 0 R] >>',
      4: { dict: '/Filter [/Crypt] /DecodeParms [<< /Name /Identity >>]', stream: '1 0 0 rg 0 0 1 1 re f' },
      5: right,
      6: `<< /Filter /Standard /V 5 /R 6 /Length 256 /P -4 ${PASSWORDS} /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> ${filters} >>`,
    },
    { trailer: '/Encrypt 6 0 R /ID [<00> <00>]' },
  );
}

async function draw(pdf: Uint8Array, password?: string) {
  const doc = await openDocument(pdf, password === undefined ? {} : { password });
  const { data } = await doc.renderPage(0, { scale: 1 });
  const warnings = doc.warnings.map((w) => w.feature);
  doc.close();
  return { left: [...data.slice(0, 3)], right: [...data.slice(4, 7)], warnings };
}

const BLUE = '0 0 1 rg 1 0 1 1 re f';

describe('crypt filters (ISO 32000-2, 7.6.6)', () => {
  test('a stream whose filter is Identity is plain among encrypted ones', async () => {
    const pdf = file('/StmF /StdCF /StrF /StdCF', { dict: '', stream: encrypt(BLUE) });
    expect(await draw(pdf, 'user')).toEqual({ left: [255, 0, 0], right: [0, 0, 255], warnings: [] });
    await expect(draw(pdf)).rejects.toMatchObject({ code: 'password-required' });
  });

  test('a stream may be encrypted where the others are not; such a document opens without its password', async () => {
    const encrypted = { dict: '/Filter [/Crypt] /DecodeParms [<< /Name /StdCF >>]', stream: encrypt(BLUE) };
    const pdf = file('/StmF /Identity /StrF /Identity /EFF /StdCF', encrypted);
    expect(await draw(pdf, 'owner')).toEqual({ left: [255, 0, 0], right: [0, 0, 255], warnings: [] });
    expect(await draw(pdf)).toEqual({ left: [255, 0, 0], right: [255, 255, 255], warnings: ['decryption-failed'] });
    await expect(draw(pdf, 'wrong')).rejects.toMatchObject({ code: 'password-wrong' });
  });

  test('embedded files have a filter of their own', async () => {
    const attachment = { dict: '/Type /EmbeddedFile', stream: encrypt(BLUE) };
    expect((await draw(file('/StmF /Identity /StrF /Identity /EFF /StdCF', attachment), 'user')).right).toEqual([0, 0, 255]);
  });
});
