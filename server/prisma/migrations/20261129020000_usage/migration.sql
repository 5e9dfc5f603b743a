-- What a tenant may use up in a month; null: anything.
ALTER TABLE "tenant" ADD COLUMN "monthly_bytes" BIGINT, ADD COLUMN "monthly_pages" BIGINT;

-- What a tenant has used, by calendar month (UTC). It stays when documents are deleted.
CREATE TABLE "usage_month" (
  "tenant_id" UUID NOT NULL,
  "month" DATE NOT NULL,
  "documents" BIGINT NOT NULL,
  "bytes" BIGINT NOT NULL,
  "jobs" BIGINT NOT NULL,
  "pages" BIGINT NOT NULL,
  "result_bytes" BIGINT NOT NULL,
  CONSTRAINT "usage_month_pkey" PRIMARY KEY ("tenant_id", "month"),
  CONSTRAINT "usage_month_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- What is not added up yet: if each upload and each end of a job changed the one row, they would wait for one another.
CREATE TABLE "usage_entry" (
  "id" BIGSERIAL NOT NULL,
  "tenant_id" UUID NOT NULL,
  "month" DATE NOT NULL DEFAULT date_trunc('month', now() AT TIME ZONE 'UTC'),
  "documents" INTEGER NOT NULL DEFAULT 0,
  "bytes" BIGINT NOT NULL DEFAULT 0,
  "jobs" INTEGER NOT NULL DEFAULT 0,
  "pages" BIGINT NOT NULL DEFAULT 0,
  "result_bytes" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "usage_entry_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "usage_entry_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "usage_entry_tenant_id_month_idx" ON "usage_entry" ("tenant_id", "month");

-- In the step that makes the document, or ends the job, and in the owner's name: tenants only read.
CREATE FUNCTION ode_use_document() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO usage_entry (tenant_id, documents, bytes) VALUES (NEW.tenant_id, 1, NEW.size);
  RETURN NULL;
END $$;
CREATE TRIGGER "document_use" AFTER INSERT ON "document" FOR EACH ROW EXECUTE FUNCTION ode_use_document();

CREATE FUNCTION ode_use_job() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO usage_entry (tenant_id, jobs, pages, result_bytes)
  VALUES (NEW.tenant_id, 1, coalesce(NEW.pages_done, 0), coalesce(NEW.result_size, 0));
  RETURN NULL;
END $$;
CREATE TRIGGER "job_use" AFTER UPDATE OF "status" ON "job" FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status AND NEW.status = 'succeeded') EXECUTE FUNCTION ode_use_job();

GRANT SELECT ON "usage_month", "usage_entry", "tenant" TO ode_tenant;
ALTER TABLE "usage_month" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON "usage_month" TO ode_tenant USING (tenant_id = current_setting('ode.tenant')::uuid);
ALTER TABLE "usage_entry" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON "usage_entry" TO ode_tenant USING (tenant_id = current_setting('ode.tenant')::uuid);
ALTER TABLE "tenant" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON "tenant" TO ode_tenant USING (id = current_setting('ode.tenant')::uuid);

-- After how many days a tenant's documents are deleted, with all that was made of them; null: never.
ALTER TABLE "tenant" ADD COLUMN "retention_days" INTEGER CHECK ("retention_days" > 0);
