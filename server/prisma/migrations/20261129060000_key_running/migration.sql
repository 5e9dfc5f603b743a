-- Most conversions at a time that were submitted with a key; null: as many as the tenant may.
ALTER TABLE "api_key" ADD COLUMN "max_running" INTEGER CHECK ("max_running" > 0);
CREATE INDEX "job_key_running_idx" ON "job" ("key_id") WHERE "status" = 'running' AND "key_id" IS NOT NULL;
