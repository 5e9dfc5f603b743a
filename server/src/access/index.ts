/** Who callers are and what they may do. */
export * from './keys.js';
export { hashPassword } from './passwords.js';
export * from './principal.js';
