CREATE SCHEMA "auth";
--> statement-breakpoint
CREATE TYPE "public"."journal_kind" AS ENUM('grant', 'settle', 'write_off');--> statement-breakpoint
CREATE TYPE "public"."lot_kind" AS ENUM('promo', 'paid', 'allowance');--> statement-breakpoint
CREATE TYPE "public"."reservation_state" AS ENUM('pending', 'settled', 'voided', 'expired');--> statement-breakpoint
CREATE TYPE "public"."ledger_account" AS ENUM('wallet', 'sold', 'promo', 'consumed', 'expired', 'clawed', 'write_off', 'stripe_clearing', 'receivable', 'deferred_revenue', 'refund_liability', 'usage_revenue', 'breakage', 'provider_costs', 'payment_fees', 'promo_costs');--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"sha256" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_keys_sha256_unique" UNIQUE("sha256"),
	CONSTRAINT "api_keys_sha256" CHECK (octet_length("api_keys"."sha256") = 32)
);
--> statement-breakpoint
CREATE TABLE "assets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"created_by" uuid,
	"original_sha256" text,
	"sha256" text NOT NULL,
	"thumbnail_sha256" text NOT NULL,
	"mime_type" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"job_id" uuid,
	"parent_id" uuid,
	"made" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"organization_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"mime_type" text NOT NULL,
	"key" text NOT NULL,
	"refs" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "blobs_organization_id_sha256_pk" PRIMARY KEY("organization_id","sha256"),
	CONSTRAINT "blobs_refs" CHECK (refs >= 0)
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"link" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"run_id" text NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"state" text DEFAULT 'intent' NOT NULL,
	"failure_type" text,
	"cost_micro_usd" bigint DEFAULT 0 NOT NULL,
	"delivery" jsonb,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "attempts_by_link" UNIQUE("job_id","link","ordinal"),
	CONSTRAINT "attempts_state" CHECK (state in ('intent', 'submitted', 'delivered', 'failed', 'ambiguous', 'canceled'))
);
--> statement-breakpoint
CREATE TABLE "auth"."account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "account_provider_id_account_id_unique" UNIQUE("provider_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "auth"."invitation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text,
	"status" text DEFAULT 'pending' NOT NULL,
	"inviter_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."member" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text DEFAULT 'member' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "member_organization_id_user_id_unique" UNIQUE("organization_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "auth"."organization" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"logo" text,
	"metadata" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organization_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "auth"."rate_limit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limit_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "auth"."session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" uuid NOT NULL,
	"active_organization_id" uuid,
	"ip_address" text,
	"user_agent" text,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "auth"."staff_grants" (
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"granted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_grants_user_id_role_pk" PRIMARY KEY("user_id","role"),
	CONSTRAINT "staff_grants_role" CHECK ("auth"."staff_grants"."role" in ('operator', 'finance'))
);
--> statement-breakpoint
CREATE TABLE "auth"."user" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "auth"."verification" (
	"id" uuid PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"terminal" boolean NOT NULL,
	"reopened" integer NOT NULL,
	"operation" text NOT NULL,
	"success" boolean NOT NULL,
	"duration_ms" integer,
	"credits" integer NOT NULL,
	"error_type" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"organization_id" uuid NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"job_id" uuid NOT NULL,
	"answered_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_organization_id_route_key_pk" PRIMARY KEY("organization_id","route","key")
);
--> statement-breakpoint
CREATE TABLE "job_outputs" (
	"job_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"role" text NOT NULL,
	"asset_id" uuid NOT NULL,
	CONSTRAINT "job_outputs_job_id_position_pk" PRIMARY KEY("job_id","position")
);
--> statement-breakpoint
CREATE TABLE "job_runs" (
	"job_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"run_id" text NOT NULL,
	"seq" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "job_runs_job_id_run_id_pk" PRIMARY KEY("job_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"created_by" uuid,
	"operation" text NOT NULL,
	"operation_version" integer NOT NULL,
	"input" jsonb NOT NULL,
	"plan" jsonb NOT NULL,
	"input_asset_id" uuid,
	"status" text DEFAULT 'queued' NOT NULL,
	"stage" text DEFAULT 'accepted' NOT NULL,
	"percent" integer,
	"steps" jsonb NOT NULL,
	"cancel_requested_at" timestamp with time zone,
	"current_run_id" text,
	"reopened" integer DEFAULT 0 NOT NULL,
	"data" jsonb,
	"error" jsonb,
	"credits_held" integer DEFAULT 0 NOT NULL,
	"credits_charged" integer DEFAULT 0 NOT NULL,
	"credits_refunded" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"provider" text,
	"engine" text,
	"cached" boolean DEFAULT false NOT NULL,
	"cache_key" text,
	"priority" integer NOT NULL,
	"start_by" timestamp with time zone NOT NULL,
	"dispatched_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	CONSTRAINT "jobs_status" CHECK (status in ('queued', 'running', 'canceling', 'succeeded', 'failed', 'canceled', 'expired')),
	CONSTRAINT "jobs_stage" CHECK (stage in ('accepted', 'reserved', 'working', 'storing', 'settled'))
);
--> statement-breakpoint
CREATE TABLE "journals" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" "journal_kind" NOT NULL,
	"key" text NOT NULL,
	"amount" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"job_id" uuid,
	"effective_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "journals_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "journals_key" UNIQUE("organization_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "lots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"kind" "lot_kind" NOT NULL,
	"granted" bigint NOT NULL,
	"remaining" bigint NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"open" boolean DEFAULT true NOT NULL,
	"cash_minor" bigint DEFAULT 0 NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "lots_not_overdrawn" CHECK (0 <= "lots"."held" and "lots"."held" <= "lots"."remaining" and "lots"."remaining" <= "lots"."granted")
);
--> statement-breakpoint
CREATE TABLE "reservations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"amount" bigint NOT NULL,
	"state" "reservation_state" DEFAULT 'pending' NOT NULL,
	"charged" bigint DEFAULT 0 NOT NULL,
	"lot_ids" uuid[] NOT NULL,
	"lot_amounts" bigint[] NOT NULL,
	"reason" text,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone,
	"live" boolean GENERATED ALWAYS AS (state <= 'settled') STORED,
	CONSTRAINT "reservations_job_ordinal" UNIQUE("job_id","ordinal"),
	CONSTRAINT "reservations_charged" CHECK (0 <= "reservations"."charged" and "reservations"."charged" <= "reservations"."amount")
);
--> statement-breakpoint
CREATE TABLE "transfers" (
	"organization_id" uuid NOT NULL,
	"journal_id" uuid NOT NULL,
	"line" smallint NOT NULL,
	"unit" text NOT NULL,
	"debit" "ledger_account" NOT NULL,
	"credit" "ledger_account" NOT NULL,
	"amount" bigint NOT NULL,
	"lot_id" uuid,
	CONSTRAINT "transfers_organization_id_journal_id_line_pk" PRIMARY KEY("organization_id","journal_id","line"),
	CONSTRAINT "transfers_amount_and_accounts" CHECK ("transfers"."amount" > 0 and "transfers"."debit" <> "transfers"."credit"),
	CONSTRAINT "transfers_one_unit" CHECK (("transfers"."unit" = 'CR') = ("transfers"."debit" <= 'write_off') and ("transfers"."unit" = 'CR') = ("transfers"."credit" <= 'write_off'))
);
--> statement-breakpoint
CREATE TABLE "wallets" (
	"organization_id" uuid PRIMARY KEY NOT NULL,
	"posted" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "wallets_not_overdrawn" CHECK (0 <= "wallets"."held" and "wallets"."held" <= "wallets"."posted")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."invitation" ADD CONSTRAINT "invitation_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."invitation" ADD CONSTRAINT "invitation_inviter_id_user_id_fk" FOREIGN KEY ("inviter_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."member" ADD CONSTRAINT "member_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."member" ADD CONSTRAINT "member_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."session" ADD CONSTRAINT "session_active_organization_id_organization_id_fk" FOREIGN KEY ("active_organization_id") REFERENCES "auth"."organization"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."staff_grants" ADD CONSTRAINT "staff_grants_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_outputs" ADD CONSTRAINT "job_outputs_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_runs" ADD CONSTRAINT "job_runs_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_organization_id_index" ON "api_keys" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "assets_by_organization" ON "assets" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "blobs_unreferenced" ON "blobs" USING btree ("created_at") WHERE refs = 0;--> statement-breakpoint
CREATE INDEX "account_user_id_index" ON "auth"."account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "invitation_organization_id_index" ON "auth"."invitation" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "invitation_email_index" ON "auth"."invitation" USING btree ("email");--> statement-breakpoint
CREATE INDEX "member_user_id_index" ON "auth"."member" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_user_id_index" ON "auth"."session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verification_identifier_index" ON "auth"."verification" USING btree ("identifier");--> statement-breakpoint
CREATE UNIQUE INDEX "events_one_terminal" ON "events" USING btree ("job_id","reopened") WHERE terminal;--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_job" ON "idempotency_keys" USING btree ("job_id");--> statement-breakpoint
CREATE INDEX "jobs_by_organization" ON "jobs" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "jobs_by_cache_key" ON "jobs" USING btree ("organization_id","cache_key") WHERE status = 'succeeded' and not cached;--> statement-breakpoint
CREATE INDEX "jobs_queued" ON "jobs" USING btree ("priority","created_at") WHERE status = 'queued';--> statement-breakpoint
CREATE INDEX "jobs_open" ON "jobs" USING btree ("created_at") WHERE status in ('running', 'canceling');--> statement-breakpoint
CREATE INDEX "lots_open" ON "lots" USING btree ("organization_id") WHERE "lots"."open";--> statement-breakpoint
CREATE UNIQUE INDEX "reservations_one_live_per_job" ON "reservations" USING btree ("job_id") WHERE "reservations"."live";