CREATE TABLE "storage_use" (
	"organization_id" uuid PRIMARY KEY NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"quota_bytes" bigint DEFAULT 5000000000 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"store_id" uuid,
	CONSTRAINT "installation_one" CHECK (one)
);
--> statement-breakpoint
CREATE TABLE "lot_proofs" (
	"lot_id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"credits" bigint NOT NULL,
	"granted" bigint NOT NULL,
	"deferred" bigint NOT NULL,
	"cash" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wallet_proofs" (
	"organization_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"posted" bigint NOT NULL,
	"proved_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "blobs_unreferenced";--> statement-breakpoint
DROP INDEX "idempotency_keys_by_job";--> statement-breakpoint
ALTER TABLE "events" ALTER COLUMN "duration_ms" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ALTER COLUMN "job_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "kind" text DEFAULT 'job' NOT NULL;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "made_id" uuid;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "cancel_sent_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "open_cache_key" text;--> statement-breakpoint
ALTER TABLE "journals" ADD COLUMN "seq" bigint;--> statement-breakpoint
ALTER TABLE "wallets" ADD COLUMN "seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_made" ON "idempotency_keys" USING btree ("made_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_by_open_cache_key" ON "jobs" USING btree ("organization_id","open_cache_key") WHERE open_cache_key is not null;--> statement-breakpoint
CREATE INDEX "lots_by_organization" ON "lots" USING btree ("organization_id");--> statement-breakpoint
ALTER TABLE "journals" ADD CONSTRAINT "journals_seq" UNIQUE("organization_id","seq");--> statement-breakpoint
-- What follows fills the new columns of what is there already. The owner sees no tenant's row, atelier_system all of
-- them; on an empty database it has no privileges yet.
GRANT SELECT, UPDATE ON "journals", "wallets", "idempotency_keys" TO atelier_system;--> statement-breakpoint
GRANT USAGE, CREATE ON SCHEMA public TO atelier_system;--> statement-breakpoint
GRANT SELECT ON "blobs" TO atelier_system;--> statement-breakpoint
GRANT INSERT ON "storage_use" TO atelier_system;--> statement-breakpoint
-- Append-only for everybody else, and again after this.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'journals'::regclass AND tgname = 'append_only') THEN
    ALTER TABLE "journals" DISABLE TRIGGER append_only;
  END IF;
END $$;--> statement-breakpoint
SET LOCAL ROLE atelier_system;--> statement-breakpoint
-- Until now a journal's place was that of its id.
UPDATE "journals" SET "seq" = numbered.place FROM (
  SELECT organization_id, id, row_number() OVER (PARTITION BY organization_id ORDER BY id) AS place FROM "journals"
) numbered WHERE journals.organization_id = numbered.organization_id AND journals.id = numbered.id;--> statement-breakpoint
UPDATE "wallets" SET "seq" = newest.seq FROM (
  SELECT organization_id, max(seq) AS seq FROM "journals" GROUP BY organization_id
) newest WHERE newest.organization_id = wallets.organization_id;--> statement-breakpoint
INSERT INTO "storage_use" (organization_id, bytes) SELECT organization_id, sum(bytes) FROM "blobs" WHERE refs > 0 GROUP BY organization_id;--> statement-breakpoint
UPDATE "idempotency_keys" SET "made_id" = "job_id";--> statement-breakpoint
-- A journal that the functions of an earlier release write while this one moves in gets its number all the same.
CREATE OR REPLACE FUNCTION number_journal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE wallets SET seq = seq + 1 WHERE organization_id = new.organization_id RETURNING seq INTO new.seq;
  RETURN new;
END $$;--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION number_journal FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION number_journal TO atelier_owner;--> statement-breakpoint
RESET ROLE;--> statement-breakpoint
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'journals'::regclass AND tgname = 'append_only') THEN
    ALTER TABLE "journals" ENABLE TRIGGER append_only;
  END IF;
END $$;--> statement-breakpoint
CREATE TRIGGER number_journal BEFORE INSERT ON "journals" FOR EACH ROW WHEN (new.seq IS NULL)
  EXECUTE FUNCTION number_journal();--> statement-breakpoint
INSERT INTO "installation" DEFAULT VALUES;
