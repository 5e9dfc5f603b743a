/** Tesseract's module, compiled for the web. */
export { default } from 'tesseract.js-core/tesseract-core-simd-lstm.js';
