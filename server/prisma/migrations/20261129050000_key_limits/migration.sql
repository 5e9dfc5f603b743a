-- What one key may use, within what its tenant may; null: as much as the tenant.
ALTER TABLE "api_key" ADD COLUMN "rate_limit" INTEGER CHECK ("rate_limit" > 0),
  ADD COLUMN "monthly_bytes" BIGINT,
  ADD COLUMN "monthly_pages" BIGINT;

-- By which key something was made; null: by none.
ALTER TABLE "document" ADD COLUMN "key_id" UUID;
ALTER TABLE "job" ADD COLUMN "key_id" UUID;

-- Usage is told apart by key. What no key has used is that of the key of zeros, so that the primary key has no null.
ALTER TABLE "usage_entry" ADD COLUMN "key_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE "usage_month" ADD COLUMN "key_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  DROP CONSTRAINT "usage_month_pkey",
  ADD CONSTRAINT "usage_month_pkey" PRIMARY KEY ("tenant_id", "month", "key_id");

CREATE OR REPLACE FUNCTION ode_use_document() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO usage_entry (tenant_id, key_id, documents, bytes)
  VALUES (NEW.tenant_id, coalesce(NEW.key_id, '00000000-0000-0000-0000-000000000000'), 1, NEW.size);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION ode_use_job() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO usage_entry (tenant_id, key_id, jobs, pages, result_bytes)
  VALUES (NEW.tenant_id, coalesce(NEW.key_id, '00000000-0000-0000-0000-000000000000'), 1, coalesce(NEW.pages_done, 0),
    coalesce(NEW.result_size, 0));
  RETURN NULL;
END $$;
