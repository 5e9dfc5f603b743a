import { defineConfig } from 'prisma/config';

/** For Prisma's own command line; the server applies the migrations by itself (src/db/migrate.ts). */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
