/** What the service and those who call it agree on. */
export * from './batch.js';
export * from './document.js';
export * from './errors.js';
export * from './formats.js';
export * from './job.js';
export * from './page.js';
export * from './upload.js';
export * from './usage.js';
