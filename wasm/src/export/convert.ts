/** What makes something else of a document. */
export { structured } from '../structure/structured.js';
export { WRITERS } from './writers.js';
