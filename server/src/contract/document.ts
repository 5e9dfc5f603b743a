import { z } from 'zod';

/** An uploaded document, as the API shows it. */
export const documentSchema = z.object({
  id: z.uuid(),
  /** The file's name as its owner gave it. */
  name: z.string(),
  /** Bytes. */
  size: z.number().int().nonnegative(),
  /** Of the bytes, in hexadecimal. */
  sha256: z.string().length(64),
  createdAt: z.iso.datetime(),
});
export type DocumentInfo = z.infer<typeof documentSchema>;

/** The longest name that is kept, in characters; a longer one loses its end. */
export const LONGEST_NAME = 255;

/** A name that can be shown and put into a header: no folders, no control characters, never empty. */
export function cleanName(name: string | undefined): string {
  const last = (name ?? '').split(/[\\/]/).at(-1) ?? '';
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  const clean = last.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  return [...clean].slice(0, LONGEST_NAME).join('') || 'document.pdf';
}
