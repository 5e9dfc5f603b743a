-- What part of a document is converted, and how: see contract/job.ts.
ALTER TABLE "job" ADD COLUMN "pages" TEXT,
  ADD COLUMN "furniture" BOOLEAN NOT NULL DEFAULT false;
