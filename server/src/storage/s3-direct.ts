import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { OdeServiceError } from '../contract/index.js';
import { checkKey, storageError, type DirectUploads } from './storage.js';

/** How long S3 may take to answer, in milliseconds. */
const ANSWER_MS = 8000;
/** To put the parts together takes longer. */
const COMPLETE_MS = 30_000;

/** What S3 answers to parts that are not there, or not as named. */
const WRONG_PARTS = new Set(['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'NoSuchUpload']);

/** Multipart uploads by presigned URLs. */
export function directUploads(client: S3Client, bucket: string): DirectUploads {
  const object = (key: string) => ({ Bucket: bucket, Key: checkKey(key) });
  const inTime = (ms = ANSWER_MS) => ({ abortSignal: AbortSignal.timeout(ms) });
  const away = (error: unknown): never => {
    throw storageError(error);
  };
  return {
    async begin(key, contentType) {
      const command = new CreateMultipartUploadCommand({ ...object(key), ContentType: contentType });
      return (await client.send(command, inTime()).catch(away)).UploadId ?? '';
    },
    partUrl(key, id, { number, size, seconds }) {
      const command = new UploadPartCommand({ ...object(key), UploadId: id, PartNumber: number, ContentLength: size });
      // The length is signed too: S3 refuses more than was announced.
      return getSignedUrl(client, command, { expiresIn: seconds, signableHeaders: new Set(['content-length', 'host']) });
    },
    async complete(key, id, parts) {
      const Parts = [...parts].sort((a, b) => a.number - b.number).map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
      const command = new CompleteMultipartUploadCommand({ ...object(key), UploadId: id, MultipartUpload: { Parts } });
      try {
        await client.send(command, inTime(COMPLETE_MS));
      } catch (error) {
        if (!WRONG_PARTS.has((error as Error).name)) throw storageError(error);
        // The answer to an earlier try may have been lost.
        const there = await client.send(new HeadObjectCommand(object(key)), inTime()).then(
          () => true,
          () => false,
        );
        if (!there) throw new OdeServiceError('upload-incomplete', 'Not all parts are there. Send those that are missing, then commit.');
      }
    },
    async abort(key, id) {
      const command = new AbortMultipartUploadCommand({ ...object(key), UploadId: id });
      // The bucket's lifecycle clears away what this does not.
      await client.send(command, inTime()).catch(() => undefined);
    },
  };
}
