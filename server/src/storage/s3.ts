import type { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, HeadBucketCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { S3Config } from '../config.js';
import { checkKey, ObjectMissing, type Storage } from './storage.js';

/** How long a presigned URL works, in seconds. */
const PRESIGNED_FOR = 300;
/** S3 takes at most 10,000 parts: with parts of 8 MiB an object may have 80 GB. */
const PART_SIZE = 8 << 20;

/** Objects in an S3 bucket. Credentials come the AWS SDK's usual ways: pod identity, environment, profile. */
export class S3Storage implements Storage {
  private readonly client: S3Client;

  constructor(private readonly config: S3Config) {
    this.client = new S3Client({
      region: config.region,
      endpoint: config.endpoint,
      forcePathStyle: config.forcePathStyle,
      // S3's newer checksums would be signed into presigned URLs, and other makes of S3 do not know them.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async put(key: string, body: Readable, contentType: string): Promise<void> {
    // In parts, since the length is not known; S3 shows the object only when all of them are there.
    const upload = new Upload({
      client: this.client,
      params: { Bucket: this.config.bucket, Key: checkKey(key), Body: body, ContentType: contentType },
      partSize: PART_SIZE,
      queueSize: 2,
      leavePartsOnError: false,
    });
    let brokeOff: Error | undefined;
    body.once('error', (error) => (brokeOff = error));
    try {
      await upload.done();
    } catch (error) {
      body.destroy();
      // Taking back the parts may fail too, and would hide why that had to be. The bucket's lifecycle clears them away.
      throw brokeOff ?? error;
    }
  }

  async get(key: string) {
    try {
      const object = await this.client.send(new GetObjectCommand({ Bucket: this.config.bucket, Key: checkKey(key) }));
      return { body: object.Body as Readable, size: object.ContentLength ?? 0 };
    } catch (error) {
      if (error instanceof NoSuchKey || (error as Error).name === 'NoSuchKey') throw new ObjectMissing(key);
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.config.bucket, Key: checkKey(key) }));
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
    await this.client.send(new HeadBucketCommand({ Bucket: this.config.bucket }), { abortSignal: AbortSignal.timeout(3000) });
  }

  async close(): Promise<void> {
    this.client.destroy();
  }
}
