/** What makes something else of a document. */
export { WRITERS } from './writers.js';
