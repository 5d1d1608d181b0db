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
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_outputs" ADD CONSTRAINT "job_outputs_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_runs" ADD CONSTRAINT "job_runs_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assets_by_organization" ON "assets" USING btree ("organization_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "blobs_unreferenced" ON "blobs" USING btree ("created_at") WHERE refs = 0;--> statement-breakpoint
CREATE UNIQUE INDEX "events_one_terminal" ON "events" USING btree ("job_id","reopened") WHERE terminal;--> statement-breakpoint
CREATE INDEX "jobs_by_organization" ON "jobs" USING btree ("organization_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "jobs_by_cache_key" ON "jobs" USING btree ("organization_id","cache_key") WHERE status = 'succeeded' and not cached;--> statement-breakpoint
CREATE INDEX "jobs_queued" ON "jobs" USING btree ("priority","created_at") WHERE status = 'queued';--> statement-breakpoint
CREATE INDEX "jobs_open" ON "jobs" USING btree ("created_at") WHERE status in ('running', 'canceling');