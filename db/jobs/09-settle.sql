-- Step 3 of the saga, `settle`: result and charge together.

set local role atelier_system;

-- Result, charge, record and event in this one transaction: there is no window between result and charge.
-- Answers the outcome and the object keys that nothing points at any more.
create function settle_job(p_job uuid, p_run text, p_attempt uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  entered record := enter_run(p_job, p_run);
  job jobs := entered.job;
  attempt attempts;
  image jsonb;
  position integer := 0;
  asset uuid;
  charged bigint;
  files jsonb := '[]';
  redundant text[] := '{}';
begin
  if job.status = 'succeeded' or (has_ended(job.status) and entered.takeover <= 1) then
    return outcome_of(job) || jsonb_build_object('redundant', redundant);
  end if;
  if job.cancel_requested_at is not null then
    perform void_credits(job, 'canceled');
    return outcome_of(end_job(job, 'canceled', null)) || jsonb_build_object('redundant', redundant);
  end if;
  if has_ended(job.status) then
    job := reopen_job(job);
  end if;
  select * into attempt from attempts where id = p_attempt and job_id = p_job and state = 'delivered';
  if not found then
    -- Its bytes were lost to another run. In words of ours, or Temporal would ask again for ever.
    raise exception 'attempt % of this job is over', p_attempt using errcode = 'AT412';
  end if;
  -- Whoever gets his own picture back, pixel for pixel, pays nothing.
  charged := charge(job, case when attempt.delivery #>> '{data,unchanged}' = 'true' then 0
    else (job.plan #>> array['links', attempt.link::text, 'priceCredits'])::bigint end);
  for image in select value from jsonb_array_elements(attempt.delivery -> 'images') loop
    asset := uuidv7();
    perform insert_asset(image || jsonb_build_object('id', asset,
      'created_by', job.created_by, 'job_id', p_job, 'parent_id', job.input_asset_id,
      'name', result_name(job, image ->> 'role'), 'made', jsonb_build_object(
        'provider', attempt.provider, 'engine', attempt.delivery ->> 'engine',
        'engine_version', attempt.delivery ->> 'engine_version', 'parameters', job.input)));
    files := files || jsonb_build_array(image -> 'canonical', image -> 'thumbnail');
    insert into job_outputs (job_id, organization_id, position, role, asset_id)
      values (p_job, job.organization_id, position, image ->> 'role', asset);
    position := position + 1;
  end loop;
  redundant := hold_blobs(job.organization_id, files);
  update jobs set data = attempt.delivery -> 'data', provider = attempt.provider, engine = attempt.model,
      credits_charged = charged where id = p_job returning * into job;
  return outcome_of(end_job(job, 'succeeded', null)) || jsonb_build_object('redundant', redundant);
end $$;

grant execute on function settle_job to atelier_app;
