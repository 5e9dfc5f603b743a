import type { ConvertOptions, Format } from '@ode/engine';
import type { ErrorCode } from '@ode/server/errors';
import type { PageRange } from '@ode/server/page-range';

/** What a converter process is asked for: a file to read and one to write. */
export interface ConversionTask {
  input: string;
  output: string;
  /** `html` by default. */
  format?: Format;
  /** All by default. */
  pages?: PageRange[];
  look?: Pick<ConvertOptions, 'furniture' | 'faithful' | 'links' | 'images' | 'hidden' | 'scale' | 'width' | 'ocr'>;
  /** Of a format in which each page is a file: one page, and an error where there are several; or a ZIP of them all, the default. */
  file?: 'page' | 'archive';
  /** The title when neither `title` nor the document has one. */
  name: string;
  title?: string;
  password?: string;
  /** Whether the output's hash is wanted. */
  hash?: boolean;
}

/** Something that the engine repaired or could not draw. */
export interface ConversionWarning {
  feature: string;
  /** From 0; -1: the document as a whole. */
  page: number;
  object: number;
  /** As in the engine’s `Warning`. */
  missing: boolean;
  unsupported: boolean;
}

export interface ConversionResult {
  pages: number;
  /** Of the output, in bytes. */
  size: number;
  /** In hexadecimal; null: nobody asked for it. */
  sha256: string | null;
  warnings: ConversionWarning[];
}

/** Of a task that asks for the hash. */
export type HashedResult = ConversionResult & { sha256: string };

/** What a converter process says. `broken`: not the document's fault. */
export type ConverterMessage =
  | { type: 'progress'; done: number; total: number }
  | ({ type: 'converted' } & ConversionResult)
  | { type: 'refused'; code: ErrorCode; message: string; reason?: string }
  | { type: 'broken'; message: string };
