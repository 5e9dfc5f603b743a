/** The client of the ODE conversion service. */
export * from './client.js';
export * from './errors.js';
export type { Body, ClientOptions, RequestOptions } from './transport.js';
export type * from './types.js';
export * from './webhooks.js';
