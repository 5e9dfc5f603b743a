/**
 * Prisma's codes for a database that cannot be reached, does not answer in time, hangs up, or has no connection or
 * transaction to spare.
 */
const PRISMA = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
/**
 * PostgreSQL's, appendix A: connection exceptions (class 08), too little of something (class 53), a statement that took
 * too long (57014), a server that shuts down or starts (57P01 to 57P03), a transaction that stood idle (25P03).
 */
const POSTGRES = /^(08|53|57014|57P0[123]|25P03)/;
/** The driver's own, which have no code: it was hung up on, or got no connection or answer in time. */
const DRIVER =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Client was closed and is not queryable|(can't|can’t|cannot) reach database server/i;
/** Of the operating system. */
const SYSTEM = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND']);

/** Whether an error says that the database is away, and nothing of what was asked of it. */
export function isUnreachable(error: unknown): boolean {
  const { code, meta } = (error ?? {}) as {
    code?: unknown;
    meta?: { driverAdapterError?: { cause?: { originalCode?: unknown; kind?: unknown } } };
  };
  if (typeof code === 'string' && (PRISMA.has(code) || SYSTEM.has(code))) return true;
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && POSTGRES.test(code)) return true;
  if (error instanceof Error && DRIVER.test(error.message)) return true;
  const original = meta?.driverAdapterError?.cause?.originalCode;
  return typeof original === 'string' && POSTGRES.test(original);
}
