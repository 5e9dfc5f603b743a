/** The database: Prisma's client, the migrations, the life of a job, and who is told of it. */
export * from './client.js';
export * from './job-changes.js';
export * from './jobs.js';
export { migrate, MIGRATIONS } from './migrate.js';
export { isUnreachable } from './unreachable.js';
