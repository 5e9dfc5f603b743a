-- Whose a document and a job are. One tenant is there from the start: that of a machine of one's own.
CREATE TABLE "tenant" (
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "max_running" INTEGER,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "tenant_name_key" ON "tenant" ("name");
INSERT INTO "tenant" ("id", "name") VALUES ('00000000-0000-7000-8000-000000000001', 'local');

ALTER TABLE "document" ADD COLUMN "tenant_id" UUID NOT NULL DEFAULT '00000000-0000-7000-8000-000000000001',
  ADD CONSTRAINT "document_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "document_tenant_id_id_idx" ON "document" ("tenant_id", "id" DESC);

ALTER TABLE "job" ADD COLUMN "tenant_id" UUID NOT NULL DEFAULT '00000000-0000-7000-8000-000000000001',
  ADD COLUMN "priority" SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN "sealed_password" BYTEA,
  ADD COLUMN "worker_id" UUID,
  ADD COLUMN "losses" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "retries" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "not_before" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD CONSTRAINT "job_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "job_tenant_id_id_idx" ON "job" ("tenant_id", "id" DESC);
-- What the claim of the next job reads: it stays fast however many jobs have ended.
CREATE INDEX "job_waiting_idx" ON "job" ("tenant_id", "priority" DESC, "id") WHERE "status" = 'queued';
CREATE INDEX "job_running_idx" ON "job" ("tenant_id") WHERE "status" = 'running';
CREATE INDEX "job_started_idx" ON "job" ("tenant_id", "started_at" DESC NULLS LAST);

-- A worker that lives says so every few seconds. The jobs of one that does not go to others.
CREATE TABLE "worker" (
  "id" UUID NOT NULL,
  "host" TEXT NOT NULL,
  "slots" INTEGER NOT NULL,
  "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- Objects that are being stored. The row goes in the transaction that makes the object part of a document or a job;
-- what is still here when its time is over belongs to nothing, and is deleted.
CREATE TABLE "pending_object" (
  "key" TEXT NOT NULL,
  "until" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "pending_object_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "pending_object_until_idx" ON "pending_object" ("until");

-- Documents that brought a converter down twice, by their bytes: they are not tried again until someone lifts it.
CREATE TABLE "quarantine" (
  "tenant_id" UUID NOT NULL,
  "sha256" CHAR(64) NOT NULL,
  "code" TEXT NOT NULL,
  "job_id" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "quarantine_pkey" PRIMARY KEY ("tenant_id", "sha256"),
  CONSTRAINT "quarantine_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- As before; and a job that has ended keeps no password, however it ended.
CREATE OR REPLACE FUNCTION ode_number_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.updated_at := clock_timestamp();
  IF NEW.status IN ('succeeded', 'failed', 'cancelled') THEN
    NEW.sealed_password := NULL;
    NEW.worker_id := NULL;
  END IF;
  RETURN NEW;
END $$;

-- Who sweeps next: of all processes one at a time, each thing as often as it needs.
CREATE TABLE "sweep" (
  "name" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT '-infinity',
  CONSTRAINT "sweep_pkey" PRIMARY KEY ("name")
);
