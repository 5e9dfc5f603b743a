import { gunzipSync } from 'fflate';
import type { Tesseract, TessBaseAPI } from 'tesseract.js-core/tesseract-core-simd-lstm.js';
import { OdeError } from '../errors.js';
import type { LoadResource } from '../resources.js';
import { linesOfHocr, type RecognizedLine } from './hocr.js';
import TesseractCore from './tesseract.js';

/** Tesseract's module of recognition by LSTM alone, and which of its engines that is. */
const MODULE = 'tesseract-core-simd-lstm.wasm';
const LSTM = 1;
/** A language as Tesseract calls it: `eng`, `deu`, `chi_sim`. */
const LANGUAGE = /^[a-z]{3,4}(_[a-z]{2,5}){0,2}$/i;

/**
 * Reads pictures of text by Tesseract, compiled to WebAssembly (tesseract.js-core), on this thread. Its module and the languages'
 * data come as the engine's other resources do.
 */
export class Recognizer {
  private held: Promise<{ core: Tesseract; api: TessBaseAPI }> | null = null;

  /** @throws OdeError `ocr-unavailable`: a language has no name that Tesseract knows. */
  constructor(
    private readonly load: LoadResource,
    private readonly languages: readonly string[],
  ) {
    const wrong = languages.find((language) => !LANGUAGE.test(language));
    if (wrong !== undefined || !languages.length) throw new OdeError('ocr-unavailable', `There is no language "${wrong ?? ''}" to read.`);
  }

  /**
   * The lines of a picture, in its pixels, in reading order. `rgba`: opaque, row by row from the top.
   *
   * @throws OdeError `ocr-unavailable`: the module, or a language's data, is not there
   */
  async read(rgba: Uint8ClampedArray, width: number, height: number, dpi: number): Promise<RecognizedLine[]> {
    this.held ??= this.start();
    const { core, api } = await this.held;
    core.FS.writeFile('/input', grayMap(rgba, width, height));
    try {
      if (api.SetImageFile(1, 0) !== 0) return [];
      api.SetSourceResolution(dpi);
      return api.Recognize(null) === 0 ? linesOfHocr(api.GetHOCRText(0)) : [];
    } finally {
      api.Clear();
      core.FS.unlink('/input');
    }
  }

  private async start(): Promise<{ core: Tesseract; api: TessBaseAPI }> {
    const [wasmBinary, ...data] = await Promise.all([
      this.resource(MODULE),
      ...this.languages.map((language) => this.resource(`${language}.traineddata`)),
    ]);
    const silent = () => undefined;
    const core = await TesseractCore({ wasmBinary, print: silent, printErr: silent, TesseractProgress: silent });
    this.languages.forEach((language, i) => core.FS.writeFile(`${language}.traineddata`, unpacked(data[i]!)));
    const api = new core.TessBaseAPI();
    if (api.Init(null, this.languages.join('+'), LSTM) !== 0)
      throw new OdeError('ocr-unavailable', `The data of ${this.languages.join(', ')} cannot be used.`);
    return { core, api };
  }

  private async resource(name: string): Promise<Uint8Array> {
    const bytes = await this.load(name);
    if (!bytes) throw new OdeError('ocr-unavailable', `${name} is needed to read pictures of text, and is not there.`);
    return bytes;
  }
}

/** Data may be packed by gzip (RFC 1952). */
function unpacked(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/** A picture as a portable graymap (netpbm's P5): luminance by Rec. 601. */
function grayMap(rgba: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const out = new Uint8Array(head.length + width * height);
  out.set(head);
  for (let i = 0, at = head.length; at < out.length; i += 4, at++) out[at] = (77 * rgba[i]! + 150 * rgba[i + 1]! + 29 * rgba[i + 2]!) >> 8;
  return out;
}
