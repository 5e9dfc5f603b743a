/**
 * Every way in which the service, the worker and the command line refuse: one table. The codes are stable and part of
 * the API; the messages are for people and say what to do.
 */
export const ERRORS = {
  // What is wrong with the file
  'not-a-pdf': { status: 422, message: 'This file is not a PDF: there is no %PDF header in its first kilobyte. Choose a PDF file.' },
  'empty-file': { status: 422, message: 'This file is empty. Choose a file with something in it.' },
  'too-large': { status: 413, message: 'This file is over the size limit. Choose a smaller file, or split it.' },
  'password-required': { status: 422, message: 'This document is encrypted. Give its password.' },
  'password-wrong': { status: 422, message: 'The password does not open this document. Check it and try again.' },
  'certificate-required': {
    status: 422,
    message: 'This document is encrypted for the holders of certificates. Save it with a password instead, or without encryption.',
  },
  'encryption-unsupported': {
    status: 422,
    message: 'This document is encrypted in a way that is not supported. Save it with a password instead, or without encryption.',
  },
  damaged: { status: 422, message: 'This PDF is damaged beyond repair: no page could be found in it. Get another copy of it.' },
  'limit-exceeded': { status: 422, message: 'This document asks for more than the engine allows. Split it, or ask for a smaller scale.' },
  'page-out-of-range': { status: 422, message: 'There is no such page in this document. Ask for one that it has.' },
  'time-limit': { status: 422, message: 'The conversion took longer than the time limit. Split the document, or raise the limit.' },
  'memory-limit': { status: 422, message: 'The conversion needed more memory than the limit. Split the document, or raise the limit.' },
  'converter-killed': {
    status: 422,
    message: 'The converter was killed with this document twice, most likely since the machine ran out of memory. Split the document.',
  },
  quarantined: {
    status: 422,
    message: 'This document brought the converter down before and is not tried again. Please report it; an operator can lift this.',
  },
  'engine-crashed': { status: 422, message: 'The engine gave up on this document. Please report it: no file may do that.' },
  // What is wrong with the request
  'bad-request': { status: 400, message: 'The request is not understood. Compare it with the API description.' },
  'unsupported-format': {
    status: 400,
    message: 'Documents cannot be converted to this format. GET /api/v1/limits has those that there are.',
  },
  'unsupported-media-type': {
    status: 415,
    message: 'Send the bytes of the PDF as the body, with the header content-type: application/pdf.',
  },
  'upload-too-slow': { status: 408, message: 'The upload stood still for too long. Send it again over a faster line.' },
  'upload-incomplete': { status: 400, message: 'The upload ended before all of the file had arrived. Send it again.' },
  'not-found': { status: 404, message: 'There is nothing here by this address or id. Check it.' },
  'method-not-allowed': { status: 405, message: 'This address does not take this method. The header Allow has those that it takes.' },
  unauthenticated: { status: 401, message: 'Who asks is not known. Send an API key: Authorization: Bearer ode_live_…' },
  forbidden: { status: 403, message: 'This key may not do this. Use one with a wider scope.' },
  'host-not-allowed': { status: 421, message: 'This service does not answer to this host name. Add it to ODE_HOSTS.' },
  'rate-limited': { status: 429, message: 'There are more requests than the limit allows. Try again after Retry-After seconds.' },
  'queue-full': { status: 429, message: 'As many conversions wait as may. Submit more when some of them have ended.' },
  'quota-exceeded': { status: 429, message: 'This month’s quota is used up. Ask for more, or come again next month.' },
  'import-forbidden': { status: 403, message: 'Nothing is fetched from there. ODE_IMPORT_HOSTS has the names that are.' },
  'import-failed': { status: 422, message: 'The document could not be fetched from its address. Check it.' },
  'destination-forbidden': { status: 403, message: 'Results are sent to https: addresses on the internet alone. Check the destination.' },
  'destination-failed': {
    status: 422,
    message: 'The result could not be sent to its destination. Check the address, and how long it is good for.',
  },
  'direct-uploads-unavailable': {
    status: 422,
    message: 'This service keeps files on its own disk. Upload the document itself: POST /api/v1/documents.',
  },
  'upload-mismatch': {
    status: 422,
    message: 'What was uploaded is not what was announced: its size or its SHA-256 differs. Send it again.',
  },
  'idempotency-conflict': {
    status: 409,
    message: 'This Idempotency-Key was used for another request. Take a new key, or send the request as it was.',
  },
  'member-exists': { status: 409, message: 'There is a member with this address already. Change their role instead.' },
  'last-owner': { status: 409, message: 'A tenant needs an owner: make another one first.' },
  'job-not-finished': { status: 409, message: 'The conversion has not finished. Follow its progress and ask again when it has succeeded.' },
  'job-failed': { status: 409, message: "The conversion failed: there is no result. The job's error says why." },
  'job-cancelled': { status: 409, message: 'The conversion was cancelled: there is no result. Submit it again.' },
  'job-finished': { status: 409, message: 'The conversion has already finished: there is nothing left to cancel.' },
  // What is wrong on our side
  'worker-lost': { status: 500, message: 'The workers that took up this conversion were lost again and again. Submit it again later.' },
  'passwords-disabled': {
    status: 422,
    message: 'This service keeps no passwords. Remove the encryption, or ask for ODE_SECRET_KEYS to be set.',
  },
  busy: { status: 503, message: 'The service has as much at hand as it can take. Try again in a moment.' },
  'storage-full': { status: 507, message: 'The service has no room left for files. Try again later; its operators have to make room.' },
  unavailable: { status: 503, message: 'A part of the service cannot be reached. Try again in a moment.' },
  internal: { status: 500, message: 'Something went wrong on our side. Try again; the log has the details.' },
  // The command line's own
  'file-not-found': { status: 404, message: 'There is no such file. Check the path.' },
  'file-unreadable': { status: 403, message: 'The file cannot be read. Check that it is a file and that you may read it.' },
  'output-unwritable': { status: 403, message: 'The output cannot be written. Check that its folder exists and that you may write there.' },
  aborted: { status: 499, message: 'The work was stopped before it was done.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code);
}

const RETRY_AFTER: Partial<Record<ErrorCode, number>> = { unavailable: 5, busy: 5, 'queue-full': 30, 'storage-full': 60 };

/** A refusal that its receiver is told about. Everything else that is thrown is `internal` to them. */
export class OdeServiceError extends Error {
  override readonly name = 'OdeServiceError';

  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code].message,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Seconds after which to try again, where that may help. */
  get retryAfter(): number | null {
    if (this.code === 'quota-exceeded') return untilNextMonth();
    return RETRY_AFTER[this.code] ?? null;
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** Seconds until the next calendar month (UTC). */
function untilNextMonth(now = new Date()): number {
  return Math.ceil((Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1) - now.getTime()) / 1000);
}
