/** The database: Prisma's client, the migrations, the life of a job, who may take it up, and who is told of it. */
export * from './claims.js';
export * from './client.js';
export * from './ids.js';
export * from './job-changes.js';
export * from './jobs.js';
export { migrate, MIGRATIONS } from './migrate.js';
export { provideServiceUser } from './service-user.js';
export * from './pending-objects.js';
export { reuseResult } from './reuse.js';
export * from './tenant.js';
export { isUnreachable } from './unreachable.js';
export * from './workers.js';
