/** All that reads pictures of text. */
export { scannedRuns } from './scanned-runs.js';
export { readerOf } from './scanned-words.js';
