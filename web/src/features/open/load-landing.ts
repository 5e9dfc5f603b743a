/** The start page: for who comes without a document, or waits for one. */
export const loadLanding = async () => ({ default: (await import('./open.js')).Landing });
