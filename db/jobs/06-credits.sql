-- What the saga's steps do to the credits of their job, in the ledger's words (db/ledger).

set local role atelier_system;

-- What is held for the job, if anything.
create function pending_reservation(p_job uuid) returns reservations language sql stable as $$
  select * from reservations where job_id = p_job and state = 'pending'
$$;

-- Holds the credits of a job under the next ordinal that this job has not used.
create function hold_credits(job jobs) returns void language plpgsql as $$
declare
  required bigint := (job.plan ->> 'reserveCredits')::bigint;
begin
  if required > 0 and (pending_reservation(job.id)).id is null then
    perform reserve(job.organization_id, job.id,
      (select coalesce(max(ordinal), 0) + 1 from reservations where job_id = job.id)::integer, required,
      (job.plan ->> 'finishBy')::timestamptz + interval '1 hour');
  end if;
end $$;

-- Gives back what is held for the job, if anything.
create function void_credits(job jobs, p_reason text) returns void language plpgsql as $$
declare
  pending reservations := pending_reservation(job.id);
begin
  if pending.id is not null then
    perform void_reservation(pending.id, p_reason);
  end if;
end $$;

-- Charges what was delivered. A reservation that was voided or expired meanwhile is made again; if the wallet is empty
-- by then the picture is delivered all the same and written off.
create function charge(job jobs, p_price bigint) returns bigint language plpgsql as $$
declare
  pending reservations;
begin
  if p_price = 0 then
    perform void_credits(job, 'delivered free');
    return 0;
  end if;
  begin
    perform hold_credits(job);
  exception when sqlstate 'AT402' then
    perform write_off(job.organization_id, job.id, p_price);
    return 0;
  end;
  pending := pending_reservation(job.id);
  return (select charged from settle(pending.id, p_price));
end $$;
