/** An uploaded document. */
export interface Document {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
  /** Of the bytes, in hexadecimal. */
  sha256: string;
  /** ISO 8601, as all times here. */
  createdAt: string;
}

export type Format =
  'html' | 'html-folder' | 'html-reflow' | 'markdown' | 'text' | 'json' | 'csv' | 'xlsx' | 'epub' | 'svg' | 'png' | 'jpeg' | 'webp';
/** What is no text. `svg`, `png`, `jpeg` and `webp` are zips with a file for each page. */
export type BinaryFormat = 'html-folder' | 'xlsx' | 'epub' | 'svg' | 'png' | 'jpeg' | 'webp';
export type JobStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** A conversion. */
export interface Job {
  id: string;
  documentId: string;
  documentName: string;
  batchId: string | null;
  format: Format;
  status: JobStatus;
  /** Pages; `total` is null until the document has been opened. */
  progress: { done: number; total: number | null };
  /** Set when the status is `failed`. The code is stable. */
  error: { code: string; message: string } | null;
  /** Set when the status is `succeeded`. */
  result: { url: string; size: number; sha256: string } | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

/** Many conversions under one id. */
export interface Batch {
  id: string;
  /** `ended`: none of its jobs will change any more. */
  status: 'running' | 'ended';
  /** Jobs. */
  progress: { done: number; total: number };
  counts: Record<JobStatus, number>;
  /** A zip of all results. */
  result: { url: string } | null;
  createdAt: string;
}

export interface LogEntry {
  at: string;
  level: 'info' | 'warn' | 'error';
  event: string;
  message: string;
}

export interface Page<T> {
  items: T[];
  /** For the next page; null: this is the last. */
  nextCursor: string | null;
}

export interface ConvertOptions {
  /** Opens an encrypted document. */
  password?: string;
  /** The title of the converted document. */
  title?: string;
  /** Which pages, from 1: `1-3,7,10-`. */
  pages?: string;
  /** Of `html-reflow`: keeps running heads and page numbers. */
  furniture?: boolean;
  /** Reads pages that are pictures without text, in these languages, as Tesseract calls them: `eng`, `deu+eng`. */
  ocr?: string;
}

export interface JobRequest {
  documentId: string;
  format?: Format;
  options?: ConvertOptions;
  /** From -100 to 100; higher goes first among one's own. */
  priority?: number;
  /** Where the result is also sent, by PUT: a presigned URL of one's own bucket, say. */
  destination?: { url: string; headers?: Record<string, string> };
}

/** A document that its sender puts into the storage. */
export interface Upload {
  id: string;
  /** Of each part but the last, in bytes. */
  partSize: number;
  parts: { number: number; size: number; url: string }[];
  expiresAt: string;
}

export interface BatchRequest {
  documentIds: string[];
  format?: Format;
  options?: Omit<ConvertOptions, 'password'>;
  priority?: number;
}

/** What has been used in a calendar month (UTC). */
export interface UsageMonth {
  /** `2026-11`. */
  month: string;
  documents: number;
  bytes: number;
  jobs: number;
  pages: number;
  resultBytes: number;
}

export interface Usage {
  /** Of each month; null: none. */
  quota: { bytes: number | null; pages: number | null };
  months: UsageMonth[];
}

export interface Limits {
  /** Bytes. */
  maxUpload: number;
  formats: Format[];
}

/** An address that is told of jobs that have ended. */
export interface Webhook {
  id: string;
  url: string;
  createdAt: string;
}

export interface NewWebhook extends Webhook {
  /** `whsec_…`, told this once. */
  secret: string;
}

/** What a webhook was told, or is to be. */
export interface Delivery {
  id: string;
  event: string;
  jobId: string;
  attempts: number;
  deliveredAt: string | null;
  /** When it is tried next; null: it is told, or given up. */
  nextAt: string | null;
  lastError: string | null;
  createdAt: string;
}

export type WebhookEventType = 'job.succeeded' | 'job.failed' | 'job.cancelled';

/** What a webhook is sent. */
export interface WebhookEvent {
  type: WebhookEventType;
  timestamp: string;
  data: Job;
}
