-- How often the job's converter died with it. Its worker's death, which `losses` counts, is no fault of the document.
ALTER TABLE "job" ADD COLUMN "crashes" INTEGER NOT NULL DEFAULT 0;
