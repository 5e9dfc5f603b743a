-- Documents that their senders put into the storage themselves, until they are committed.
CREATE TABLE "upload" (
  "id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "size" BIGINT NOT NULL,
  "sha256" CHAR(64) NOT NULL,
  "storage_key" TEXT NOT NULL,
  "multipart_id" TEXT NOT NULL,
  "document_id" UUID,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "upload_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "upload_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "upload_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "upload_tenant_id_idx" ON "upload" ("tenant_id");
CREATE INDEX "upload_document_id_idx" ON "upload" ("document_id");
CREATE INDEX "upload_expires_at_idx" ON "upload" ("expires_at");

GRANT SELECT, INSERT, UPDATE, DELETE ON "upload" TO ode_tenant;
ALTER TABLE "upload" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON "upload" TO ode_tenant USING (tenant_id = current_setting('ode.tenant')::uuid);
