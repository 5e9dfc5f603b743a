/** Prisma's codes for a database that cannot be reached, does not answer in time, or hangs up. */
const PRISMA = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037']);
/** PostgreSQL's, appendix A: connection exceptions (class 08), a server that shuts down or starts (57P01 to 57P03). */
const POSTGRES = /^(08|57P0[123])/;
/** The driver's own, which have no code: it was hung up on, or got no connection in time. */
const DRIVER = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error says that the database is away, and nothing of what was asked of it. */
export function isUnreachable(error: unknown): boolean {
  const { code, meta } = (error ?? {}) as { code?: unknown; meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } };
  if (typeof code === 'string' && PRISMA.has(code)) return true;
  if (error instanceof Error && DRIVER.test(error.message)) return true;
  const original = meta?.driverAdapterError?.cause?.originalCode;
  return typeof original === 'string' && POSTGRES.test(original);
}
