/** The parts of Tesseract's API that are used; `scripts/build.mjs` makes the module from tesseract.js-core. */
declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  export interface Tesseract {
    FS: { writeFile(path: string, data: Uint8Array): void; unlink(path: string): void };
    TessBaseAPI: new () => TessBaseAPI;
  }
  export interface TessBaseAPI {
    /** 0: it has the languages' data. */
    Init(path: string | null, languages: string, engine: number): number;
    /** Reads the file `/input`, turned as EXIF says (1) by an angle in radians. */
    SetImageFile(orientation: number, angle: number): number;
    SetSourceResolution(dpi: number): void;
    Recognize(monitor: null): number;
    GetHOCRText(page: number): string;
    Clear(): void;
    End(): void;
  }
  export default function TesseractCore(options: {
    wasmBinary: Uint8Array;
    print(): void;
    printErr(): void;
    TesseractProgress(): void;
  }): Promise<Tesseract>;
}
