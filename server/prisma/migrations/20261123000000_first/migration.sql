CREATE TYPE "job_status" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'cancelled');
CREATE TYPE "log_level" AS ENUM ('info', 'warn', 'error');

CREATE TABLE "document" (
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "size" BIGINT NOT NULL,
  "sha256" CHAR(64) NOT NULL,
  "storage_key" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "job" (
  "id" UUID NOT NULL,
  "document_id" UUID NOT NULL,
  "format" TEXT NOT NULL,
  "title" TEXT,
  "status" "job_status" NOT NULL DEFAULT 'queued',
  "pages_done" INTEGER NOT NULL DEFAULT 0,
  "pages_total" INTEGER,
  "attempt" INTEGER NOT NULL DEFAULT 0,
  "error_code" TEXT,
  "error_message" TEXT,
  "result_key" TEXT,
  "result_size" BIGINT,
  "result_sha256" CHAR(64),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "version" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "job_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "job_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "job_document_id_idx" ON "job" ("document_id");
CREATE INDEX "job_status_updated_at_idx" ON "job" ("status", "updated_at");

CREATE TABLE "conversion_log" (
  "id" BIGSERIAL NOT NULL,
  "job_id" UUID NOT NULL,
  "attempt" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "level" "log_level" NOT NULL,
  "event" TEXT NOT NULL,
  "message" TEXT NOT NULL,
  "details" JSONB,
  CONSTRAINT "conversion_log_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "conversion_log_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "conversion_log_job_id_id_idx" ON "conversion_log" ("job_id", "id");

-- Whoever changes a job, and however: the change gets a number, and everyone who listens hears of it.
CREATE FUNCTION ode_number_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER "job_number" BEFORE UPDATE ON "job" FOR EACH ROW EXECUTE FUNCTION ode_number_job();

CREATE FUNCTION ode_announce_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('ode_job', NEW.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER "job_announce" AFTER INSERT OR UPDATE ON "job" FOR EACH ROW EXECUTE FUNCTION ode_announce_job();
