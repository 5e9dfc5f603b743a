-- The languages in which scans are read: see contract/job.ts.
ALTER TABLE "job" ADD COLUMN "ocr" TEXT;
