export type { DrawOptions, EarlyPicture } from './features/pages/draw.js';
export type { Fallback, FallbackModule } from './features/fallback/fallback.js';
export { Viewer, type ViewerProps } from './viewer.js';
