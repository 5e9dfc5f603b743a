/** What a page needs that shows the side panel before the viewer has come: no React. */
export { readable } from './features/outline/colors.js';
export { groundsOf } from './features/outline/grounds.js';
export { currentRow, indentOf, rowHeight, rowsOf } from './features/outline/state.js';
