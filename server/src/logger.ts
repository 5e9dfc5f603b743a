import pino, { type Logger } from 'pino';

/** A logger that writes JSON lines to standard output; secrets that errors may carry are left out. */
export function createLogger(level: string): Logger {
  return pino({ level, redact: ['*.password', 'password', 'err.config', 'req.headers.authorization', 'req.headers.cookie'] });
}
