-- The steps of a job, each with the time it took, as the job shows them.

set local role atelier_system;

-- Writes down how long the running step took.
create function close_steps(steps jsonb) returns jsonb language sql as $$
  select case
    when jsonb_array_length(steps) = 0 or steps -> -1 ->> 'duration_ms' is not null then steps
    else jsonb_set(steps, '{-1,duration_ms}', to_jsonb(round(extract(epoch from
      clock_timestamp() - (steps -> -1 ->> 'started_at')::timestamptz) * 1000)::bigint))
  end
$$;

-- Closes the running step of a timeline and opens the next; a stage seen twice in a row stays one step.
create function advance(steps jsonb, stage text) returns jsonb language sql as $$
  select case
    when steps -> -1 ->> 'stage' = stage then steps
    else coalesce(close_steps(steps), '[]') ||
      jsonb_build_object('stage', stage, 'started_at', clock_timestamp(), 'duration_ms', null)
  end
$$;
