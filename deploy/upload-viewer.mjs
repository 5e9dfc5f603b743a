// Uploads a built viewer to a bucket, and prints the paths that CloudFront has to forget: those of the files that keep
// their names.
//
//   node deploy/upload-viewer.mjs web/dist BUCKET
//
// Credentials and region the AWS SDK's usual ways; S3_ENDPOINT and S3_FORCE_PATH_STYLE=true for other makes of S3.
import fs from 'node:fs/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { isHashed, viewerFiles } from './viewer-files.mjs';

/** How many files are on their way at a time. */
const AT_A_TIME = 16;

const [folder, bucket] = process.argv.slice(2);
if (!folder || !bucket) {
  console.error('usage: upload-viewer.mjs FOLDER BUCKET');
  process.exit(2);
}
const client = new S3Client({
  endpoint: process.env.S3_ENDPOINT,
  forcePathStyle: process.env.S3_FORCE_PATH_STYLE === 'true',
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});

/** @param {import('./viewer-files.mjs').ViewerFile} file */
async function upload({ key, file, contentType, contentEncoding, cacheControl }) {
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: await fs.readFile(file),
      ContentType: contentType,
      ContentEncoding: contentEncoding,
      CacheControl: cacheControl,
    }),
  );
}

const groups = viewerFiles(folder);
for (const group of groups) {
  const waiting = [...group];
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (let file = waiting.pop(); file; file = waiting.pop()) await upload(file);
    }),
  );
}
const pages = groups.flat().filter(({ key }) => !isHashed(key));
console.error(`${groups.flat().length} files to ${bucket}, ${pages.length} of them under names that stay`);
console.log(['/', ...pages.map(({ key }) => `/${key}`)].join('\n'));
