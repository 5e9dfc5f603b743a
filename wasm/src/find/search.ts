/** What a page loads when something is searched for the first time. */
export { find } from './find.js';
export { LettersCache } from './letters-cache.js';
export { lettersOfRuns } from './page-letters.js';
