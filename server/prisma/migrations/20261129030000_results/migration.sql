-- What a result was made of: the same again, asked for by the same tenant, is the same result. Null: it is not reused.
ALTER TABLE "job" ADD COLUMN "reuse_key" CHAR(64);
CREATE INDEX "job_reuse_key_idx" ON "job" ("tenant_id", "reuse_key") WHERE "status" = 'succeeded' AND "reuse_key" IS NOT NULL;
-- Results are shared by jobs: who deletes one asks whether another has it.
CREATE INDEX "job_result_key_idx" ON "job" ("result_key") WHERE "result_key" IS NOT NULL;

-- Where the result is also sent; see seal.ts. Whoever has the address may write there, so it goes when the job has ended.
ALTER TABLE "job" ADD COLUMN "sealed_destination" BYTEA;

-- The trace that a job is part of (W3C Trace Context, the header traceparent).
ALTER TABLE "job" ADD COLUMN "traceparent" TEXT;

CREATE OR REPLACE FUNCTION ode_number_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.updated_at := clock_timestamp();
  IF NEW.status IN ('succeeded', 'failed', 'cancelled') THEN
    NEW.sealed_password := NULL;
    NEW.sealed_destination := NULL;
    NEW.worker_id := NULL;
  END IF;
  RETURN NEW;
END $$;
