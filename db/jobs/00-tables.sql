-- What the database itself keeps true of the saga's tables.

create or replace function job_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if new.input is distinct from old.input or new.plan is distinct from old.plan then
      raise exception 'the input and plan of a job are immutable' using errcode = 'restrict_violation';
    end if;
    new.version := old.version + 1;
  end if;
  perform pg_notify('jobs', new.id || ' ' || new.version);
  return new;
end $$;

-- Room on each page for the next versions of a row that changes at every step.
alter table jobs set (fillfactor = 50);
alter table attempts set (fillfactor = 60);
