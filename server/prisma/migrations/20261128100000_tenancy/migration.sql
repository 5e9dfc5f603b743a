-- From now on whose something is is said when it is made.
ALTER TABLE "document" ALTER COLUMN "tenant_id" DROP DEFAULT;
ALTER TABLE "job" ALTER COLUMN "tenant_id" DROP DEFAULT;

-- Keys by which programs are known: of the key itself, its hash.
CREATE TABLE "api_key" (
  "id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "prefix" TEXT NOT NULL,
  "hash" CHAR(64) NOT NULL,
  "scope" TEXT NOT NULL CHECK ("scope" IN ('read', 'write', 'admin')),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3),
  "revoked_at" TIMESTAMPTZ(3),
  "last_used_at" TIMESTAMPTZ(3),
  CONSTRAINT "api_key_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "api_key_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key" ("hash");
CREATE INDEX "api_key_tenant_id_idx" ON "api_key" ("tenant_id");

-- Who has signed in with a browser: of the cookie, its hash.
CREATE TABLE "session" (
  "hash" CHAR(64) NOT NULL,
  "tenant_id" UUID NOT NULL,
  "scope" TEXT NOT NULL CHECK ("scope" IN ('read', 'write', 'admin')),
  "actor" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "session_pkey" PRIMARY KEY ("hash"),
  CONSTRAINT "session_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Who changed what, and when.
CREATE TABLE "audit" (
  "id" BIGSERIAL NOT NULL,
  "tenant_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "actor" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "target" TEXT,
  "request_id" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  CONSTRAINT "audit_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "audit_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "audit_tenant_id_id_idx" ON "audit" ("tenant_id", "id" DESC);

-- Many conversions under one id.
CREATE TABLE "batch" (
  "id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "idempotency_key" TEXT,
  "request_hash" CHAR(64) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "batch_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "batch_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "batch_tenant_id_id_idx" ON "batch" ("tenant_id", "id" DESC);
CREATE UNIQUE INDEX "batch_idempotency_key" ON "batch" ("tenant_id", "idempotency_key");

ALTER TABLE "job" ADD COLUMN "batch_id" UUID,
  ADD COLUMN "request_id" TEXT,
  ADD COLUMN "idempotency_key" TEXT,
  ADD COLUMN "request_hash" CHAR(64),
  ADD CONSTRAINT "job_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batch" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "job_batch_id_idx" ON "job" ("batch_id", "id") WHERE "batch_id" IS NOT NULL;
-- The same request, sent again, is found by the row that it made: there is no moment between the two.
CREATE UNIQUE INDEX "job_idempotency_key" ON "job" ("tenant_id", "idempotency_key");

ALTER TABLE "document" ADD COLUMN "idempotency_key" TEXT;
CREATE UNIQUE INDEX "document_idempotency_key" ON "document" ("tenant_id", "idempotency_key");
CREATE INDEX "document_tenant_id_sha256_idx" ON "document" ("tenant_id", "sha256");
CREATE INDEX "document_storage_key_idx" ON "document" ("storage_key");

-- Who wants to hear of what, and what has been told.
CREATE TABLE "webhook" (
  "id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "url" TEXT NOT NULL,
  "sealed_secret" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webhook_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webhook_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "webhook_tenant_id_idx" ON "webhook" ("tenant_id");
CREATE TABLE "webhook_delivery" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "webhook_id" UUID NOT NULL,
  "job_id" UUID NOT NULL,
  "event" TEXT NOT NULL,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
  "delivered_at" TIMESTAMPTZ(3),
  "last_error" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webhook_delivery_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "webhook_delivery_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "webhook_delivery_next_at_idx" ON "webhook_delivery" ("next_at") WHERE "next_at" IS NOT NULL;
CREATE INDEX "webhook_delivery_webhook_id_idx" ON "webhook_delivery" ("webhook_id", "created_at" DESC);

-- The end of a job and the news of it are one step.
CREATE FUNCTION ode_tell_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO webhook_delivery (tenant_id, webhook_id, job_id, event)
  SELECT NEW.tenant_id, w.id, NEW.id, 'job.' || NEW.status FROM webhook w WHERE w.tenant_id = NEW.tenant_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "job_tell_webhooks" AFTER UPDATE OF "status" ON "job" FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status AND NEW.status IN ('succeeded', 'failed', 'cancelled'))
  EXECUTE FUNCTION ode_tell_webhooks();

-- The second wall: what is done for a tenant is done in the role ode_tenant, which sees the rows of that tenant alone,
-- whatever a query forgets to ask for. The service's own work (claims, sweeps, keys) is done as the tables' owner.
DO $$ BEGIN
  CREATE ROLE ode_tenant NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
  EXECUTE format('GRANT ode_tenant TO %I', current_user);
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO ode_tenant', current_schema());
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON "document", "job", "conversion_log", "batch", "webhook", "webhook_delivery", "api_key", "audit" TO ode_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON "pending_object" TO ode_tenant;
GRANT SELECT, DELETE ON "quarantine" TO ode_tenant;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ode_tenant;
DO $$
DECLARE
  name TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['document', 'job', 'batch', 'webhook', 'webhook_delivery', 'api_key', 'audit', 'quarantine'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_tenant ON %I TO ode_tenant USING (tenant_id = current_setting(''ode.tenant'')::uuid)', name);
  END LOOP;
END $$;
ALTER TABLE "conversion_log" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON "conversion_log" TO ode_tenant
  USING (EXISTS (SELECT 1 FROM "job" WHERE "job"."id" = "conversion_log"."job_id"));
