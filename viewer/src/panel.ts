/** What a page needs that shows the side panel before the viewer has come: no React. */
export { currentRow, indentOf, rowHeight, rowsOf } from './features/outline/state.js';
