/** What a page needs that shows a document's first page before the viewer has come: no React. */
export { inksOf, renderColors } from './features/page-colors/state.js';
export { rememberedColors } from './features/page-colors/remembered.js';
export { show } from './features/pages/draw.js';
export { layOut, type Layout } from './features/pages/layout.js';
export { nearPages, pictureScale, visiblePart } from './features/pages/state.js';
export { outlineOf } from './features/outline/read.js';
export { arranged, firstViewOf, type FirstView } from './features/opening/first-view.js';
export { cornerOf, cornerOfDestination, zoomOf } from './features/pages/place.js';
export { destinationOf, parseFragment } from './features/address/state.js';
export { ACTUAL_SIZE, scaleOf } from './features/zoom/state.js';
export { createTranslator, languageFor, type Compiled, type Translator } from './messages/translator.js';
export { failureOf, type Failure } from './failure.js';
export { sizesOf } from './core/sizes.js';
export type { Place, Zoom } from './core/place.js';
export type { LayoutMode } from './core/store.js';
