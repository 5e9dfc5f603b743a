import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { S3Config } from '../config.js';
import { partsOf, type Part } from './spool.js';
import { directUploads } from './s3-direct.js';
import {
  checkKey,
  guarded,
  ObjectMissing,
  storageError,
  StorageUnavailable,
  type ByteRange,
  type DirectUploads,
  type Storage,
} from './storage.js';

/** How long a presigned URL works, in seconds. */
const PRESIGNED_FOR = 300;
/** S3 takes at most 10,000 parts: with parts of 8 MiB an object may have 80 GB. */
const PART_SIZE = 8 << 20;
/** How long a connection may take, and an answer, in milliseconds; a part goes over the line meanwhile. */
const CONNECT_MS = 3000;
const ANSWER_MS = 8000;
const PART_MS = 20_000;
/** A part whose bytes are at hand is sent again when sending it fails. */
const TRIES = 3;

/** Objects in an S3 bucket. Credentials come the AWS SDK's usual ways: pod identity, environment, profile. */
export class S3Storage implements Storage {
  readonly direct: DirectUploads;
  private readonly client: S3Client;

  /** `scratch`: a folder where parts lie until they are sent. */
  constructor(
    private readonly config: S3Config,
    private readonly scratch: string,
  ) {
    this.client = new S3Client({
      region: config.region,
      endpoint: config.endpoint,
      forcePathStyle: config.forcePathStyle,
      // S3's newer checksums would be signed into presigned URLs, and other makes of S3 do not know them.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT_MS, httpsAgent: { maxSockets: 256 }, httpAgent: { maxSockets: 256 } },
      maxAttempts: 2,
    });
    this.direct = directUploads(this.client, config.bucket);
  }

  async put(key: string, body: Readable, contentType: string): Promise<void> {
    const object = { Bucket: this.config.bucket, Key: checkKey(key) };
    let brokeOff: Error | undefined;
    body.once('error', (error) => (brokeOff = error));
    let upload: string | undefined;
    try {
      const done: CompletedPart[] = [];
      for await (const part of partsOf(body, PART_SIZE, this.scratch)) {
        if (part.last && !upload) {
          await send(part, (Body, abortSignal) =>
            this.client.send(new PutObjectCommand({ ...object, Body, ContentLength: part.size, ContentType: contentType }), {
              abortSignal,
            }),
          );
          return;
        }
        upload ??= (await this.client.send(new CreateMultipartUploadCommand({ ...object, ContentType: contentType }), inTime())).UploadId;
        const PartNumber = done.length + 1;
        const { ETag } = await send(part, (Body, abortSignal) =>
          this.client.send(new UploadPartCommand({ ...object, UploadId: upload, PartNumber, Body, ContentLength: part.size }), {
            abortSignal,
          }),
        );
        done.push({ PartNumber, ETag });
      }
      // S3 shows the object only now, when all of its parts are there.
      const MultipartUpload = { Parts: done };
      await this.client.send(new CompleteMultipartUploadCommand({ ...object, UploadId: upload, MultipartUpload }), inTime(PART_MS));
    } catch (error) {
      body.destroy();
      // Taking back the parts may fail too, and would hide why that had to be. The bucket's lifecycle clears them away.
      if (upload) await this.client.send(new AbortMultipartUploadCommand({ ...object, UploadId: upload }), inTime()).catch(() => undefined);
      throw brokeOff ?? storageError(error);
    }
  }

  async get(key: string, range?: ByteRange) {
    const object = { Bucket: this.config.bucket, Key: checkKey(key) };
    try {
      const Range = range && `bytes=${range.start}-${range.end}`;
      const { Body, ContentLength: size = 0 } = await answered((abortSignal) =>
        this.client.send(new GetObjectCommand({ ...object, Range }), { abortSignal }),
      );
      return { body: guarded(Body as Readable, size), size };
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') throw new ObjectMissing(key);
      throw storageError(error);
    }
  }

  async delete(key: string): Promise<void> {
    const command = new DeleteObjectCommand({ Bucket: this.config.bucket, Key: checkKey(key) });
    await this.client.send(command, inTime()).catch((error: unknown) => {
      throw storageError(error);
    });
  }

  async presign(key: string, { contentType, contentDisposition }: { contentType: string; contentDisposition: string }) {
    if (!this.config.redirectDownloads) return null;
    const command = new GetObjectCommand({
      Bucket: this.config.bucket,
      Key: checkKey(key),
      ResponseContentType: contentType,
      ResponseContentDisposition: contentDisposition,
    });
    return getSignedUrl(this.client, command, { expiresIn: PRESIGNED_FOR });
  }

  async check(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.config.bucket }), inTime(3000));
  }

  async close(): Promise<void> {
    this.client.destroy();
  }
}

const inTime = (ms = ANSWER_MS) => ({ abortSignal: AbortSignal.timeout(ms) });

/** The limit is on the answer's head: its body may take longer, as long as it comes (`guarded`). */
async function answered<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new StorageUnavailable('The storage does not answer')), ANSWER_MS);
  try {
    return await ask(late.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function send<T>(part: Part, request: (body: Readable, signal: AbortSignal) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const body = part.read();
    try {
      return await request(body, AbortSignal.timeout(PART_MS));
    } catch (error) {
      // What did not answer in time has had its chance.
      if (tries === TRIES || (error as Error).name === 'AbortError') throw error;
    } finally {
      body.destroy();
    }
  }
}
