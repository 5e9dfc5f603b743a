-- People of a tenant, by their address, and from the first time that they sign in with a provider by its name for them.
CREATE TABLE "member" (
  "id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "email" TEXT NOT NULL CHECK ("email" = lower("email")),
  "name" TEXT,
  "role" TEXT NOT NULL CHECK ("role" IN ('viewer', 'member', 'admin', 'owner')),
  "issuer" TEXT,
  "subject" TEXT,
  "password_hash" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_seen_at" TIMESTAMPTZ(3),
  CONSTRAINT "member_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "member_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "member_tenant_id_email_key" ON "member" ("tenant_id", "email");
CREATE UNIQUE INDEX "member_tenant_id_issuer_subject_key" ON "member" ("tenant_id", "issuer", "subject");
CREATE INDEX "member_email_idx" ON "member" ("email");
CREATE INDEX "member_issuer_subject_idx" ON "member" ("issuer", "subject");

-- What a member may do is read with each request: a session ends with the membership.
ALTER TABLE "session" ADD COLUMN "member_id" UUID,
  ADD CONSTRAINT "session_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "session_member_id_idx" ON "session" ("member_id");

GRANT SELECT, INSERT, UPDATE, DELETE ON "member" TO ode_tenant;
ALTER TABLE "member" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON "member" TO ode_tenant USING (tenant_id = current_setting('ode.tenant')::uuid);
