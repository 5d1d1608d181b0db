-- Functions, views, policies and triggers of release 0.1.0, as its own migrate wrote them.

-- roles/privileges.sql
-- Who may do what. Starts from nothing each time, so that a privilege removed here is gone.
revoke all on schema public from public;
revoke all on all tables in schema public from atelier_app, atelier_system;
revoke all on all tables in schema auth from atelier_app, atelier_system, atelier_auth;

-- atelier_system owns the functions that write, and never logs in.
grant usage, create on schema public to atelier_system;
grant select, insert, update, delete on all tables in schema public to atelier_system;
revoke update, delete on journals, transfers from atelier_system;
grant usage on schema auth to atelier_system;
grant select (id) on auth.organization to atelier_system;

-- atelier_app, the login of API and worker, reads its tenant's rows and calls functions.
grant usage on schema public to atelier_app;
grant select on all tables in schema public to atelier_app;
grant insert, update (name, revoked_at) on api_keys to atelier_app;

-- atelier_auth sees people, sessions and organizations alone.
grant usage on schema auth to atelier_auth;
grant select, insert, update, delete on all tables in schema auth to atelier_auth;

-- A new function may be called by nobody until its own file grants it.
set local role atelier_system;
alter default privileges revoke execute on functions from public;
reset role;

-- roles/tenancy.sql
-- Every table of ours belongs to an organization and shows only that one's rows, to its owner too.
-- Without a context `current_setting` is null or '': no row at all.
do $$
declare
  tenant_table regclass;
  tenant constant text := $p$(organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)$p$;
begin
  for tenant_table in
    select attrelid::regclass from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and attname = 'organization_id' and not attisdropped
  loop
    execute format('alter table %s enable row level security, force row level security', tenant_table);
    execute format('drop policy if exists tenant on %s', tenant_table);
    execute format('create policy tenant on %s to atelier_app using %s with check %2$s', tenant_table, tenant);
    execute format('drop policy if exists system on %s', tenant_table);
    execute format('create policy system on %s to atelier_system using (true) with check (true)', tenant_table);
  end loop;
end $$;
reset role;

-- lookups/api-key-changes.sql
set local role atelier_system;

-- Servers remember keys: a revoked or deleted one must be forgotten everywhere, at once.
create function api_key_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('api_keys', old.id::text);
  return null;
end $$;

grant execute on function api_key_changed to atelier_owner;
reset role;

create trigger api_key_changed after update of revoked_at or delete on api_keys
for each row execute function api_key_changed();
reset role;

-- lookups/authenticate-api-key.sql
set local role atelier_system;

-- Whose key this is: the one question asked before the organization is known. Revoked: no row.
create function authenticate_api_key(sha256 bytea)
returns table (api_key_id uuid, organization_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  found_key api_keys;
begin
  select * into found_key from api_keys
  where sha256 = authenticate_api_key.sha256 and revoked_at is null;
  if not found then
    return;
  end if;
  if found_key.last_used_at is null or found_key.last_used_at < now() - interval '1 minute' then
    update api_keys set last_used_at = now() where id = found_key.id;
  end if;
  return query select found_key.id, found_key.organization_id;
end $$;

grant execute on function authenticate_api_key to atelier_app;
reset role;

-- ledger/entries.sql
-- What an organization sees of its ledger: all amounts of `ledger_entries` sum to `posted`.
create view ledger_entries with (security_invoker = true) as
select organization_id, id, kind, amount, balance_after, job_id, recorded_at as created_at
from journals where amount <> 0;

create view balances with (security_invoker = true) as
select organization_id, posted, held,
  posted - held - coalesce((
    select sum(remaining - lots.held) from lots
    where lots.organization_id = wallets.organization_id and open and expires_at <= now()
  ), 0)::bigint as available
from wallets;

grant select on ledger_entries, balances to atelier_app;
reset role;

-- ledger/grant-credits.sql
set local role atelier_system;

-- Gives credits to an organization, once per key; the same key again answers with the first lot.
-- `cash_minor` is what was paid for them, net of tax: revenue that waits for them to be used.
-- Raises AT406 unknown organization, AT419 same key with other terms, AT422 amount below 1.
create function grant_credits(
  organization_id uuid, key text, amount bigint, kind text default 'promo',
  expires_at timestamptz default null, cash_minor bigint default 0, currency text default 'USD'
) returns table (lot_id uuid, replayed boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  granted lots;
  balance bigint;
begin
  if amount is null or amount < 1 then
    raise exception 'a grant is of at least one credit' using errcode = 'AT422';
  elsif cash_minor < 0 or (kind = 'promo' and cash_minor > 0) or currency !~ '^[A-Z]{3}$' then
    raise exception 'promo credits are free, others have a price in a currency' using errcode = 'AT422';
  end if;

  insert into wallets (organization_id)
  select id from auth.organization where id = grant_credits.organization_id
  on conflict do nothing;
  perform from wallets where organization_id = grant_credits.organization_id for update;
  if not found then
    raise exception 'no such organization' using errcode = 'AT406';
  end if;

  select lots.* into granted from journals join lots on lots.id = journals.id
  where journals.organization_id = grant_credits.organization_id
    and journals.kind = 'grant' and key = grant_credits.key;
  if found then
    if (granted.granted, granted.kind, granted.cash_minor, granted.currency)
        is distinct from (amount, grant_credits.kind::lot_kind, grant_credits.cash_minor, grant_credits.currency)
      or granted.expires_at is distinct from grant_credits.expires_at then
      raise exception 'this key granted other terms' using errcode = 'AT419';
    end if;
    return query select granted.id, true;
    return;
  end if;

  update wallets set posted = posted + amount
  where organization_id = grant_credits.organization_id returning posted into balance;
  insert into lots (id, organization_id, kind, granted, remaining, cash_minor, currency, expires_at)
  values (uuidv7(), grant_credits.organization_id, grant_credits.kind::lot_kind, amount, amount,
          grant_credits.cash_minor, grant_credits.currency, grant_credits.expires_at)
  returning * into granted;
  insert into journals (organization_id, id, kind, key, amount, balance_after)
  values (granted.organization_id, granted.id, 'grant', grant_credits.key, amount, balance);
  insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount, lot_id)
  select granted.organization_id, granted.id, line, unit, debit::ledger_account, credit::ledger_account, posting.amount, granted.id
  from (values
    (1, 'CR', case granted.kind when 'promo' then 'promo' else 'sold' end, 'wallet', granted.granted),
    (2, granted.currency, 'stripe_clearing', 'deferred_revenue', granted.cash_minor)
  ) as posting (line, unit, debit, credit, amount)
  where posting.amount > 0;
  return query select granted.id, false;
end $$;

grant execute on function grant_credits to atelier_app;
reset role;

-- ledger/reserve-again.sql
set local role atelier_system;

-- Raises unless `earlier` is what the same call reserved before.
create function refuse_other_reservation(
  earlier reservations, organization_id uuid, ordinal int, amount bigint
) returns void language plpgsql set search_path = public, pg_temp as $$
begin
  if earlier.ordinal <> ordinal then
    raise exception 'the job has another reservation' using errcode = 'AT409';
  elsif earlier.state in ('voided', 'expired') then
    raise exception 'this reservation is %', earlier.state
      using errcode = 'AT410', detail = json_build_object('state', earlier.state);
  elsif (earlier.organization_id, earlier.amount) is distinct from (organization_id, amount) then
    raise exception 'this reservation was made on other terms' using errcode = 'AT409';
  end if;
end $$;
reset role;

-- ledger/reserve.sql
set local role atelier_system;

-- What an organization could reserve now: lots that expired, swept or not, do not count.
create function spendable_credits(organization_id uuid) returns bigint
language sql stable set search_path = public, pg_temp as $$
  select coalesce(sum(remaining - held), 0)::bigint from lots
  where lots.organization_id = spendable_credits.organization_id
    and open and (expires_at is null or expires_at > now())
$$;

-- Holds credits for a job and pins the lots they come from: promo first, then earliest expiry.
-- The same job, ordinal and amount again answers with the first reservation, and says so.
-- Raises AT402 too few credits {required, available}, AT409 the job holds another reservation or this
-- one on other terms, AT410 this one was voided or has expired {state}, AT422 amount below 1.
create function reserve(
  organization_id uuid, job_id uuid, ordinal int, amount bigint, expires_at timestamptz
) returns table (reservation_id uuid, replayed boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  funded boolean;
  earlier reservations;
  lot record;
  missing bigint := amount;
  lot_ids uuid[] := '{}';
  lot_amounts bigint[] := '{}';
  new_id constant uuid := uuidv7();
begin
  if amount is null or amount < 1 then
    raise exception 'a reservation is of at least one credit' using errcode = 'AT422';
  end if;

  -- First, because it locks the wallet: what follows sees everything that was reserved before.
  update wallets set held = held + amount
  where organization_id = reserve.organization_id and posted - held >= amount;
  funded := found;

  select * into earlier from reservations
  where job_id = reserve.job_id and (ordinal = reserve.ordinal or live)
  order by ordinal <> reserve.ordinal limit 1;
  if found then
    perform refuse_other_reservation(earlier, organization_id, ordinal, amount);
    if funded then
      update wallets set held = held - amount where organization_id = reserve.organization_id;
    end if;
    return query select earlier.id, true;
    return;
  end if;

  if funded then
    for lot in
      select id, remaining - held as free from lots
      where organization_id = reserve.organization_id and open and remaining > held
        and (expires_at is null or expires_at > now())
      order by kind > 'promo', expires_at nulls last, id
    loop
      lot.free := least(lot.free, missing);
      update lots set held = held + lot.free where id = lot.id;
      lot_ids := lot_ids || lot.id;
      lot_amounts := lot_amounts || lot.free;
      missing := missing - lot.free;
      exit when missing = 0;
    end loop;
  end if;
  if missing > 0 then
    raise exception 'too few credits' using errcode = 'AT402', detail = json_build_object(
      'required', amount,
      'available', case when funded then amount - missing else spendable_credits(organization_id) end);
  end if;

  insert into reservations (id, organization_id, job_id, ordinal, amount, lot_ids, lot_amounts, expires_at)
  values (new_id, reserve.organization_id, reserve.job_id, reserve.ordinal, reserve.amount,
          lot_ids, lot_amounts, reserve.expires_at)
  on conflict (job_id, ordinal) do nothing;
  if not found then
    -- Its tombstone, written at this moment, needs no wallet and so did not wait for us.
    raise exception 'this reservation is voided'
      using errcode = 'AT410', detail = json_build_object('state', 'voided');
  end if;
  return query select new_id, false;
end $$;
reset role;

-- ledger/settle.sql
set local role atelier_system;

-- What of a lot's cash is earned once `consumed` of its credits are used: the whole of it exactly
-- when the lot is used up, never a fraction of a cent.
create function earned(cash_minor bigint, granted bigint, consumed bigint) returns bigint
language sql immutable as $$ select cash_minor * consumed / granted $$;

-- Charges a pending reservation `amount` credits, and gives what is left of it back to its lots.
-- The same amount again answers with what was charged, and says so.
-- Raises AT405 unknown, AT409 settled with another amount, AT410 voided or expired {state},
-- AT422 amount below 0 or above the reservation.
create function settle(reservation_id uuid, amount bigint)
returns table (charged bigint, replayed boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  held reservations;
  balance bigint;
  lot lots;
  used bigint;
  remainder bigint := amount;
  journal_id uuid;
begin
  -- Compare and set: of all who settle, void or expire a reservation exactly one comes through.
  update reservations set state = 'settled', charged = settle.amount, resolved_at = now()
  where id = settle.reservation_id and state = 'pending' and settle.amount between 0 and amount
  returning * into held;
  if not found then
    return query select settled_before(reservation_id, settle.amount), true;
    return;
  end if;

  update wallets set posted = posted - settle.amount, held = wallets.held - held.amount
  where organization_id = held.organization_id returning posted into balance;
  if settle.amount > 0 then
    insert into journals (organization_id, id, kind, key, amount, balance_after, job_id)
    values (held.organization_id, uuidv7(), 'settle', held.id::text, -settle.amount, balance, held.job_id)
    returning id into journal_id;
  end if;

  for pin in 1 .. cardinality(held.lot_ids) loop
    used := least(remainder, held.lot_amounts[pin]);
    remainder := remainder - used;
    update lots set held = lots.held - held.lot_amounts[pin], remaining = remaining - used,
      open = remaining > used
    where id = held.lot_ids[pin] returning * into lot;
    insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount, lot_id)
    select held.organization_id, journal_id, line, unit, debit, credit, posting.amount, lot.id
    from (values
      (2 * pin - 1, 'CR', 'wallet'::ledger_account, 'consumed'::ledger_account, used),
      (2 * pin, lot.currency, 'deferred_revenue', 'usage_revenue',
        earned(lot.cash_minor, lot.granted, lot.granted - lot.remaining)
        - earned(lot.cash_minor, lot.granted, lot.granted - lot.remaining - used))
    ) as posting (line, unit, debit, credit, amount)
    where posting.amount > 0;
  end loop;
  return query select settle.amount, false;
end $$;

-- The answer to a settle that changed nothing, or the reason why it could not.
create function settled_before(reservation_id uuid, amount bigint) returns bigint
language plpgsql set search_path = public, pg_temp as $$
declare
  held reservations;
begin
  select * into held from reservations where id = reservation_id;
  if not found then
    raise exception 'no such reservation' using errcode = 'AT405';
  elsif held.state in ('voided', 'expired') then
    raise exception 'this reservation is %', held.state
      using errcode = 'AT410', detail = json_build_object('state', held.state);
  elsif held.state = 'settled' and held.charged = amount then
    return held.charged;
  elsif held.state = 'settled' then
    raise exception 'settled with another amount' using errcode = 'AT409';
  end if;
  raise exception 'a charge is between 0 and what was reserved' using errcode = 'AT422';
end $$;
reset role;

-- ledger/tables.sql
-- How the ledger's tables lie on disk, and what nobody may do to them.

-- Room on each page for the next version of a row: balances change in place, no index is touched.
alter table wallets set (fillfactor = 50);
alter table lots set (fillfactor = 50);
alter table reservations set (fillfactor = 60);

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create or replace trigger append_only before update or delete or truncate on journals
for each statement execute function refuse_change();
create or replace trigger append_only before update or delete or truncate on transfers
for each statement execute function refuse_change();
reset role;

-- ledger/verify.sql
set local role atelier_system;

-- Rebuilds every balance from the journal; a row is a disagreement. It runs as atelier_system, which
-- sees all organizations: a caller without context would see nothing and find nothing wrong.
create function verify()
returns table (problem text, organization_id uuid, subject text, expected bigint, actual bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with moved as (
    select organization_id, journal_id, lot_id,
      sum(case when credit = 'wallet' then amount when debit = 'wallet' then -amount end) as credits,
      sum(amount) filter (where credit = 'wallet') as granted,
      sum(case when credit = 'deferred_revenue' then amount when debit = 'deferred_revenue' then -amount end) as deferred,
      sum(amount) filter (where credit = 'deferred_revenue') as cash
    from transfers group by organization_id, journal_id, lot_id
  ), by_journal as (
    select organization_id, journal_id, coalesce(sum(credits), 0)::bigint as credits from moved group by 1, 2
  ), by_lot as (
    select lot_id, coalesce(sum(credits), 0)::bigint as credits, coalesce(sum(granted), 0)::bigint as granted,
      coalesce(sum(deferred), 0)::bigint as deferred, coalesce(sum(cash), 0)::bigint as cash
    from moved where lot_id is not null group by lot_id
  ), by_wallet as (
    select organization_id, sum(credits)::bigint as credits from by_journal group by 1
  ), pending as (
    select organization_id, sum(amount)::bigint as amount from reservations where state = 'pending' group by 1
  ), pinned as (
    select pin.lot_id, sum(pin.amount)::bigint as amount
    from reservations, unnest(lot_ids, lot_amounts) as pin (lot_id, amount)
    where state = 'pending' group by 1
  ), lots_of_wallet as (
    select organization_id, sum(remaining)::bigint as remaining from lots group by 1
  ), charged as (
    select key, -sum(amount)::bigint as amount from journals where kind = 'settle' group by key
  ), running as (
    select organization_id, id, balance_after,
      sum(amount) over (partition by organization_id order by id)::bigint as balance
    from journals
  ), checks (problem, organization_id, subject, expected, actual) as (
    select 'wallet posted', coalesce(w.organization_id, m.organization_id), 'wallet', coalesce(m.credits, 0), coalesce(w.posted, 0)
      from wallets w full join by_wallet m using (organization_id)
    union all
    select 'wallet held', coalesce(w.organization_id, p.organization_id), 'wallet', coalesce(p.amount, 0), coalesce(w.held, 0)
      from wallets w full join pending p using (organization_id)
    union all
    select 'wallet lots', coalesce(w.organization_id, l.organization_id), 'wallet', coalesce(l.remaining, 0), coalesce(w.posted, 0)
      from wallets w full join lots_of_wallet l using (organization_id)
    union all
    select 'lot granted', l.organization_id, l.id::text, coalesce(m.granted, 0), l.granted from lots l left join by_lot m on lot_id = id
    union all
    select 'lot remaining', l.organization_id, coalesce(l.id, lot_id)::text, coalesce(m.credits, 0), coalesce(l.remaining, 0)
      from lots l full join by_lot m on lot_id = id
    union all
    select 'lot held', l.organization_id, coalesce(l.id, lot_id)::text, coalesce(p.amount, 0), coalesce(l.held, 0)
      from lots l full join pinned p on lot_id = id
    union all
    select 'lot cash', l.organization_id, l.id::text, coalesce(m.cash, 0), l.cash_minor from lots l left join by_lot m on lot_id = id
    union all
    select 'lot revenue', l.organization_id, l.id::text,
      cash_minor - earned(cash_minor, l.granted, l.granted - remaining), coalesce(m.deferred, 0)
      from lots l left join by_lot m on lot_id = id
    union all
    select 'journal amount', j.organization_id, coalesce(id, journal_id)::text, m.credits, j.amount
      from journals j full join by_journal m on m.journal_id = id and m.organization_id = j.organization_id
    union all
    select 'journal balance', organization_id, id::text, balance, balance_after from running
    union all
    select 'reservation charged', organization_id, coalesce(id::text, key), coalesce(c.amount, 0), coalesce(charged, 0)
      from reservations r full join charged c on key = id::text
    union all
    select 'lot open', l.organization_id, l.id::text, (remaining > 0)::int, open::int from lots l
    union all
    select 'reservation pins', organization_id, id::text, coalesce((select sum(n) from unnest(lot_amounts) n), 0)::bigint, amount
      from reservations
  )
  select * from checks where expected is distinct from actual
$$;

grant execute on function verify to atelier_app;
reset role;

-- ledger/void-reservation.sql
set local role atelier_system;

-- Gives all of a pending reservation back to its lots; the reason 'expired' makes it expired.
-- Answers whether anything changed: false when it was voided before.
-- Raises AT405 unknown, AT410 settled: giving that back is a refund, another word {state}.
create function void_reservation(reservation_id uuid, reason text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  held reservations;
begin
  update reservations set reason = void_reservation.reason, resolved_at = now(),
    state = case void_reservation.reason when 'expired' then 'expired' else 'voided' end::reservation_state
  where id = reservation_id and state = 'pending' returning * into held;
  if found then
    update wallets set held = wallets.held - held.amount where organization_id = held.organization_id;
    update lots set held = lots.held - pin.amount
    from unnest(held.lot_ids, held.lot_amounts) as pin (lot_id, amount) where id = pin.lot_id;
    return true;
  end if;

  select * into held from reservations where id = reservation_id;
  if not found then
    raise exception 'no such reservation' using errcode = 'AT405';
  elsif held.state = 'settled' then
    raise exception 'a settled reservation is refunded, not voided'
      using errcode = 'AT410', detail = json_build_object('state', held.state);
  end if;
  return false;
end $$;

-- The same by the job's key. Where nothing was reserved it leaves a tombstone, so that a late
-- `reserve` of that ordinal is refused. Answers whether credits were given back.
create function void_reservation_of_job(organization_id uuid, job_id uuid, ordinal int, reason text)
returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  found_id uuid;
begin
  -- Waits for a `reserve` of the same key that is on its way.
  insert into reservations (id, organization_id, job_id, ordinal, amount, state, lot_ids, lot_amounts,
    reason, resolved_at)
  values (uuidv7(), void_reservation_of_job.organization_id, void_reservation_of_job.job_id,
    void_reservation_of_job.ordinal, 0, 'voided', '{}', '{}', void_reservation_of_job.reason, now())
  on conflict (job_id, ordinal) do nothing;
  if found then
    return false;
  end if;
  select id into found_id from reservations
  where job_id = void_reservation_of_job.job_id and ordinal = void_reservation_of_job.ordinal
    and organization_id = void_reservation_of_job.organization_id;
  return void_reservation(found_id, reason);
end $$;
reset role;

-- ledger/write-off.sql
set local role atelier_system;

-- Books a picture that was delivered and cannot be charged: the wallet pays nothing. Once per job;
-- answers whether it was booked now. Raises AT422 amount below 1.
create function write_off(organization_id uuid, job_id uuid, amount bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  new_id uuid;
begin
  if amount is null or amount < 1 then
    raise exception 'a write-off is of at least one credit' using errcode = 'AT422';
  end if;
  insert into journals (organization_id, id, kind, key, amount, balance_after, job_id)
  select organization_id, uuidv7(), 'write_off', write_off.job_id::text, 0, posted, write_off.job_id
  from wallets where organization_id = write_off.organization_id for update
  on conflict (organization_id, kind, key) do nothing returning id into new_id;
  if new_id is null then
    return false;
  end if;
  insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount)
  values (write_off.organization_id, new_id, 1, 'CR', 'write_off', 'consumed', write_off.amount);
  return true;
end $$;
reset role;

-- jobs/00-tables.sql
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

create or replace trigger job_changed before insert or update on jobs
  for each row execute function job_changed();

create or replace trigger append_only before update or delete or truncate on events
  for each statement execute function refuse_change();

-- Room on each page for the next versions of a row that changes at every step.
alter table jobs set (fillfactor = 50);
alter table attempts set (fillfactor = 60);
reset role;

-- jobs/01-timeline.sql
-- What the steps of the saga have in common: the tenant, the timeline, the fence, the end.

set local role atelier_system;

-- The organization of this transaction. These functions run as atelier_system, whom no policy hides anything from: each
-- compares with this itself.
create function tenant() returns uuid stable language sql as $$
  select nullif(current_setting('app.organization_id', true), '')::uuid
$$;

create function close_steps(steps jsonb) returns jsonb language sql as $$
  select case
    when jsonb_array_length(steps) = 0 or steps -> -1 ->> 'duration_ms' is not null then steps
    else jsonb_set(steps, '{-1,duration_ms}', to_jsonb(round(extract(epoch from
      clock_timestamp() - (steps -> -1 ->> 'started_at')::timestamptz) * 1000)::integer))
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

-- Locks the job and decides whether this Temporal run may write. An unseen run takes the job over (a reset by an
-- operator; a cancel request made to an earlier run dies with that run); a seen one that is not current is stale.
-- `takeover` is the run's sequence number when it took over just now, else 0.
create function enter_run(p_job uuid, p_run text, out job jobs, out takeover integer)
language plpgsql as $$
begin
  select * into job from jobs where id = p_job and organization_id = tenant() for update;
  if not found then
    raise exception 'no such job here' using errcode = 'AT404';
  end if;
  takeover := 0;
  if job.current_run_id = p_run then
    return;
  end if;
  if exists (select from job_runs where job_id = p_job and run_id = p_run) then
    raise exception 'run % of this job is over', p_run using errcode = 'AT412';
  end if;
  insert into job_runs (job_id, organization_id, run_id, seq)
    select p_job, job.organization_id, p_run, coalesce(max(seq), 0) + 1 from job_runs where job_id = p_job
    returning seq into takeover;
  update jobs set
      current_run_id = p_run,
      cancel_requested_at = case when takeover > 1 then null else cancel_requested_at end,
      status = case when takeover > 1 and status = 'canceling' then 'running' else status end
    where id = p_job returning * into job;
end $$;

create function has_ended(status text) returns boolean immutable language sql as $$
  select status in ('succeeded', 'failed', 'canceled', 'expired')
$$;

-- What a saga step answers to its workflow: no user content, so that Temporal's history holds none.
create function outcome_of(job jobs) returns jsonb language sql as $$
  select jsonb_build_object('status', job.status, 'charged', job.credits_charged, 'provider', job.provider,
    'cached', job.cached, 'error', job.error ->> 'code')
$$;

-- Ends a job that delivered nothing, or whose delivery the caller has just written into `job`.
create function end_job(job jobs, p_status text, p_error jsonb) returns jobs
language plpgsql as $$
declare
  ended jobs;
begin
  update jobs set
      status = p_status,
      error = p_error,
      stage = case when p_status = 'succeeded' then 'settled' else stage end,
      steps = case when p_status = 'succeeded' then close_steps(advance(steps, 'settled')) else close_steps(steps) end,
      percent = case when p_status = 'succeeded' then 100 else percent end,
      credits_held = 0,
      completed_at = clock_timestamp()
    where id = job.id returning * into ended;
  insert into events (id, organization_id, job_id, kind, terminal, reopened, operation, success, duration_ms, credits,
      error_type)
    values (uuidv7(), ended.organization_id, ended.id, 'job.' || p_status, true, ended.reopened, ended.operation,
      p_status = 'succeeded', extract(epoch from ended.completed_at - ended.created_at) * 1000, ended.credits_charged,
      p_error ->> 'code');
  return ended;
end $$;

-- An operator's reset brings an ended job back to life.
create function reopen_job(job jobs) returns jobs language plpgsql as $$
declare
  opened jobs;
begin
  update jobs set status = 'running', error = null, completed_at = null, percent = null, reopened = reopened + 1
    where id = job.id returning * into opened;
  insert into events (id, organization_id, job_id, kind, terminal, reopened, operation, success, credits)
    values (uuidv7(), opened.organization_id, opened.id, 'job.reopened', false, opened.reopened, opened.operation,
      false, 0);
  return opened;
end $$;
reset role;

-- jobs/02-assets.sql
-- Files: bytes once per organization, counted by reference, and the pictures that point at them.

set local role atelier_system;

-- Adds one reference to each blob {sha256, bytes, mime_type, key}; answers the keys that were put in vain because the
-- organization had the same bytes already. Sorted, and once a transaction with all of its blobs, so that two jobs with
-- the same outputs never deadlock.
create function hold_blobs(p_organization uuid, p_blobs jsonb) returns text[] language plpgsql as $$
declare
  blob jsonb;
  stored text;
  redundant text[] := '{}';
begin
  for blob in select value from jsonb_array_elements(p_blobs) order by value ->> 'sha256' loop
    insert into blobs (organization_id, sha256, bytes, mime_type, key, refs)
      values (p_organization, blob ->> 'sha256', (blob ->> 'bytes')::bigint, blob ->> 'mime_type', blob ->> 'key', 1)
      on conflict (organization_id, sha256) do update set refs = blobs.refs + 1
      returning key into stored;
    if stored <> blob ->> 'key' then
      redundant := redundant || (blob ->> 'key');
    end if;
  end loop;
  return redundant;
end $$;

-- Writes one picture down: {id, created_by, job_id, parent_id, made, width, height, original, canonical, thumbnail},
-- the last three blobs (`original` null for a result), which the caller holds.
create function insert_asset(p jsonb) returns void language plpgsql as $$
begin
  insert into assets (id, organization_id, created_by, original_sha256, sha256, thumbnail_sha256, mime_type, width,
      height, bytes, job_id, parent_id, made)
    values ((p ->> 'id')::uuid, tenant(), (p ->> 'created_by')::uuid, p #>> '{original,sha256}',
      p #>> '{canonical,sha256}', p #>> '{thumbnail,sha256}', p #>> '{canonical,mime_type}', (p ->> 'width')::integer,
      (p ->> 'height')::integer, (p #>> '{canonical,bytes}')::bigint, (p ->> 'job_id')::uuid,
      (p ->> 'parent_id')::uuid, nullif(p -> 'made', 'null'));
end $$;

-- Stores one picture. Answers the keys of objects that nothing will ever point at.
create function create_asset(p jsonb) returns text[]
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform insert_asset(p);
  return hold_blobs(tenant(), (
    select jsonb_agg(blob) from jsonb_array_elements(jsonb_build_array(p -> 'original', p -> 'canonical',
      p -> 'thumbnail')) blob where jsonb_typeof(blob) = 'object'));
end $$;

-- The succeeded job whose stored result answers this one, if all its pictures are still there.
create function cached_result(p_organization uuid, p_cache_key text) returns uuid language sql stable as $$
  select id from jobs
    where organization_id = p_organization and cache_key = p_cache_key and status = 'succeeded' and not cached
      and not exists (select from job_outputs join assets on assets.id = asset_id
        where job_outputs.job_id = jobs.id and deleted_at is not null)
    order by completed_at desc limit 1
$$;

-- Gives the job the pictures of another: new assets on the same blobs.
create function copy_result(job jobs, p_from uuid) returns void language plpgsql as $$
declare
  source record;
  copy uuid;
begin
  for source in
    select job_outputs.position, job_outputs.role, assets.* from job_outputs join assets on assets.id = asset_id
      where job_outputs.job_id = p_from order by job_outputs.position
  loop
    copy := uuidv7();
    insert into assets (id, organization_id, created_by, sha256, thumbnail_sha256, mime_type, width, height, bytes,
        job_id, parent_id, made)
      values (copy, job.organization_id, job.created_by, source.sha256, source.thumbnail_sha256, source.mime_type,
        source.width, source.height, source.bytes, job.id, job.input_asset_id, source.made);
    insert into job_outputs (job_id, organization_id, position, role, asset_id)
      values (job.id, job.organization_id, source.position, source.role, copy);
  end loop;
  perform hold_blobs(job.organization_id, (
    select jsonb_agg(to_jsonb(blobs)) from job_outputs join assets on assets.id = asset_id
      cross join unnest(array[assets.sha256, assets.thumbnail_sha256]) as file (sha256)
      join blobs on blobs.organization_id = assets.organization_id and blobs.sha256 = file.sha256
    where job_outputs.job_id = p_from));
  update jobs set cached = true, data = origin.data, provider = origin.provider, engine = origin.engine
    from jobs origin where jobs.id = job.id and origin.id = p_from;
end $$;

grant execute on function
  create_asset
to atelier_app;
reset role;

-- jobs/03-accept.sql
-- The API's half: one transaction that accepts a request, and the one that cancels it.

set local role atelier_system;

-- What accept needs to know of the picture that a job works on; null when there is none here.
create function source_of(p_asset uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('mimeType', mime_type, 'width', width, 'height', height,
      'hash', coalesce(original_sha256, sha256))
    from assets where id = p_asset and organization_id = tenant() and deleted_at is null
$$;

-- {job_id, created_by, operation, operation_version, input, plan, input_asset_id, cache_key,
-- priority, start_by, idempotency: {route, key, request_hash} | null} -> {outcome, job_id}, where outcome is
-- `accepted`, `replayed`, `in_flight` or `key_reused`. Raises AT402 when the wallet cannot pay and no stored result
-- answers for free: the raise takes the key back, so that the same request runs after a top-up.
create function accept_job(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  organization uuid := tenant();
  required bigint := (p #>> '{plan,reserveCredits}')::bigint;
  wallet bigint;
  known idempotency_keys;
begin
  if jsonb_typeof(p -> 'idempotency') = 'object' then
    insert into idempotency_keys (organization_id, route, key, request_hash, job_id)
      values (organization, p #>> '{idempotency,route}', p #>> '{idempotency,key}',
        p #>> '{idempotency,request_hash}', (p ->> 'job_id')::uuid)
      on conflict do nothing;
    if not found then
      select * into known from idempotency_keys
        where organization_id = organization and route = p #>> '{idempotency,route}'
          and key = p #>> '{idempotency,key}';
      return jsonb_build_object('job_id', known.job_id, 'outcome', case
        when known.request_hash <> p #>> '{idempotency,request_hash}' then 'key_reused'
        when known.job_id is null
          or (known.answered_at is null and known.created_at > now() - interval '10 seconds') then 'in_flight'
        else 'replayed' end);
    end if;
  end if;
  if required > 0 and cached_result(organization, p ->> 'cache_key') is null then
    wallet := spendable_credits(organization);
    if wallet < required then
      raise exception 'the wallet cannot pay this' using errcode = 'AT402',
        detail = json_build_object('required', required, 'available', wallet)::text;
    end if;
  end if;
  insert into jobs (id, organization_id, created_by, operation, operation_version, input, plan, input_asset_id,
      cache_key, priority, start_by, steps)
    values ((p ->> 'job_id')::uuid, organization, (p ->> 'created_by')::uuid, p ->> 'operation',
      (p ->> 'operation_version')::integer, p -> 'input', p -> 'plan', (p ->> 'input_asset_id')::uuid,
      p ->> 'cache_key', (p ->> 'priority')::integer, (p ->> 'start_by')::timestamptz, advance('[]', 'accepted'));
  return jsonb_build_object('job_id', p ->> 'job_id', 'outcome', 'accepted');
end $$;

-- The first answer is on its way: from now on the key answers with the job itself. A job refused for want of credits
-- in the same request gives its key back; answers {required, available} then, else null.
create function answer_key(p_job uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  shortage jsonb := (select error - 'code' from jobs
    where id = p_job and organization_id = tenant() and error ->> 'code' = 'insufficient_credits');
begin
  if shortage is not null then
    delete from idempotency_keys where organization_id = tenant() and job_id = p_job;
  else
    update idempotency_keys set answered_at = now()
      where organization_id = tenant() and job_id = p_job and answered_at is null;
  end if;
  return shortage;
end $$;

-- Cancels at once what no run has taken yet; else writes the request down before anyone tells Temporal. Settle locks
-- the same row, so that a delivered picture and a cancel cannot both win. Answers `canceled`, `canceling`, or `ended`
-- when there was nothing left to cancel.
create function request_cancel(p_job uuid) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  job jobs;
begin
  select * into job from jobs where id = p_job and organization_id = tenant() for update;
  if not found then
    raise exception 'no such job here' using errcode = 'AT404';
  end if;
  if has_ended(job.status) then
    return 'ended';
  end if;
  if job.current_run_id is null then
    perform end_job(job, 'canceled', null);
    return 'canceled';
  end if;
  update jobs set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()), status = 'canceling'
    where id = p_job;
  return 'canceling';
end $$;

grant execute on function
  source_of,
  accept_job,
  answer_key,
  request_cancel
to atelier_app;
reset role;

-- jobs/04-attempts.sql
-- The saga's step 2: what a provider was asked and what came of it. Only the run that holds the job may write.

set local role atelier_system;

-- Before the provider is called. Answers what an earlier attempt of this link delivered, if its bytes are
-- there: a reset never pays a vendor twice.
create function begin_attempt(p_job uuid, p_run text, p_link integer) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  job jobs;
  attempt attempts;
  source jsonb;
begin
  select * into job from jobs where id = p_job and organization_id = tenant() for update;
  if not found then
    raise exception 'no such job here' using errcode = 'AT404';
  elsif job.current_run_id is distinct from p_run then
    raise exception 'run % of this job is over', p_run using errcode = 'AT412';
  elsif job.cancel_requested_at is not null or has_ended(job.status) then
    raise exception 'this job is to stop' using errcode = 'AT499';
  end if;
  select jsonb_build_object('id', assets.id, 'sha256', blobs.sha256, 'key', blobs.key, 'bytes', blobs.bytes)
    into source from assets join blobs using (organization_id, sha256) where assets.id = job.input_asset_id;
  select * into attempt from attempts
    where job_id = p_job and link = p_link and state = 'delivered' order by ordinal desc limit 1;
  if not found then
    update attempts set state = 'failed', failure_type = 'worker_lost', ended_at = clock_timestamp()
      where job_id = p_job and state = 'intent';
    insert into attempts (id, organization_id, job_id, link, ordinal, run_id, provider, model)
      select uuidv7(), job.organization_id, p_job, p_link, coalesce(max(ordinal), 0) + 1, p_run,
        job.plan #>> array['links', p_link::text, 'provider'], job.plan #>> array['links', p_link::text, 'model']
        from attempts where job_id = p_job and link = p_link
      returning * into attempt;
    update jobs set stage = 'working', steps = advance(steps, 'working'), percent = null, attempts = attempts + 1
      where id = p_job;
  end if;
  return jsonb_build_object('id', attempt.id, 'delivery', attempt.delivery, 'operation', job.operation,
    'operation_version', job.operation_version, 'input', job.input, 'source', source);
end $$;

-- Progress that only moves forward, and only for the run that holds the job.
create function report_progress(p_job uuid, p_run text, p_percent integer) returns void
language sql security definer set search_path = public, pg_temp as $$
  update jobs set percent = p_percent
    where id = p_job and organization_id = tenant() and current_run_id = p_run and status = 'running'
      and coalesce(percent, 0) < p_percent
$$;

-- After the bytes are stored and before the activity answers.
create function deliver_attempt(p_attempt uuid, p_run text, p_delivery jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  job jobs;
begin
  select jobs.* into job from attempts join jobs on jobs.id = job_id
    where attempts.id = p_attempt and jobs.organization_id = tenant() for update of jobs;
  if not found or job.current_run_id is distinct from p_run then
    raise exception 'run % of this job is over', p_run using errcode = 'AT412';
  elsif has_ended(job.status) then
    raise exception 'this job is to stop' using errcode = 'AT499';
  end if;
  -- An attempt that was given up meanwhile (its worker slept past the heartbeat) comes too late.
  update attempts set state = 'delivered', delivery = p_delivery, ended_at = clock_timestamp()
    where id = p_attempt and state = 'intent';
  if not found then
    raise exception 'attempt % of this job is over', p_attempt using errcode = 'AT412';
  end if;
  update jobs set stage = 'storing', steps = advance(steps, 'storing') where id = job.id;
end $$;

-- When nothing came out: `failed`, `ambiguous` or `canceled`.
create function fail_attempt(p_attempt uuid, p_state text, p_failure_type text) returns void
language sql security definer set search_path = public, pg_temp as $$
  update attempts set state = p_state, failure_type = p_failure_type, ended_at = clock_timestamp()
    where id = p_attempt and organization_id = tenant() and state = 'intent'
$$;

-- The bytes of a delivered attempt are no longer where it left them: it counts as failed, and the link is asked again.
create function lose_delivery(p_attempt uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  update attempts set state = 'failed', failure_type = 'bytes_lost', delivery = null
    where id = p_attempt and organization_id = tenant() and state = 'delivered'
$$;

grant execute on function
  begin_attempt,
  report_progress,
  deliver_attempt,
  fail_attempt,
  lose_delivery
to atelier_app;
reset role;

-- jobs/05-saga.sql
-- The saga's steps 1 and 3 and its compensation, one function each, one transaction each.
-- Lock order: job, reservation, account, lots, blobs. The run id is a fence, never a key: see enter_run.

set local role atelier_system;

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

create function void_credits(job jobs, p_reason text) returns void language plpgsql as $$
declare
  pending reservations := pending_reservation(job.id);
begin
  if pending.id is not null then
    perform void_reservation(pending.id, p_reason);
  end if;
end $$;

-- Step 1. Answers `running` when there is work to do, else how the job ended.
create function start_job(p_job uuid, p_run text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  entered record := enter_run(p_job, p_run);
  job jobs := entered.job;
  known uuid;
  shortage text;
begin
  if job.status = 'succeeded' or (has_ended(job.status) and entered.takeover <= 1) then
    return outcome_of(job);
  end if;
  if job.cancel_requested_at is not null then
    perform void_credits(job, 'canceled');
    return outcome_of(end_job(job, 'canceled', null));
  end if;
  if job.status = 'queued' and job.start_by < now() then
    return outcome_of(end_job(job, 'expired', null));
  end if;
  if job.status <> 'running' then
    if has_ended(job.status) then
      job := reopen_job(job);
    end if;
    known := cached_result(job.organization_id, job.cache_key);
    if known is not null then
      perform copy_result(job, known);
      return outcome_of(end_job(job, 'succeeded', null));
    end if;
  end if;
  begin
    perform hold_credits(job);
  exception when sqlstate 'AT402' then
    get stacked diagnostics shortage = pg_exception_detail;
    return outcome_of(end_job(job, 'failed', shortage::jsonb || jsonb_build_object('code', 'insufficient_credits')));
  end;
  update jobs set status = 'running', stage = 'reserved', steps = advance(steps, 'reserved'), percent = null,
      credits_held = (plan ->> 'reserveCredits')::integer, started_at = coalesce(started_at, clock_timestamp())
    where id = p_job returning * into job;
  return outcome_of(job);
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

-- Step 3. Result, charge, record and event in this one transaction: there is no window between result and charge.
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
  charged := charge(job, (job.plan #>> array['links', attempt.link::text, 'priceCredits'])::bigint);
  for image in select value from jsonb_array_elements(attempt.delivery -> 'images') loop
    asset := uuidv7();
    perform insert_asset(image || jsonb_build_object('id', asset,
      'created_by', job.created_by, 'job_id', p_job, 'parent_id', job.input_asset_id, 'made', jsonb_build_object(
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

-- The compensation. Ends the job as `failed` or `canceled` with nothing charged; a job that has ended stays as it is
-- (once delivered, a picture is never taken back), and a reserve of the same run that comes late finds it ended.
create function void_job(p_job uuid, p_run text, p_status text, p_error jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  entered record := enter_run(p_job, p_run);
  job jobs := entered.job;
begin
  if not has_ended(job.status) then
    perform void_credits(job, p_status);
    update attempts set state = 'canceled', ended_at = clock_timestamp() where job_id = p_job and state = 'intent';
    job := end_job(job, p_status, p_error);
  end if;
  return outcome_of(job);
end $$;

grant execute on function
  start_job,
  settle_job,
  void_job
to atelier_app;
reset role;

-- jobs/06-supervision.sql
-- What dispatch and reconcile need to see across organizations: named doors, each as narrow as its use.

set local role atelier_system;

-- Jobs that the API could not start, for the next turn: by priority, then oldest first, taking turns between
-- organizations so that one backlog never starves another.
create function queued_jobs(p_limit integer)
returns table (id uuid, organization_id uuid, operation text, plan jsonb)
language sql security definer set search_path = public, pg_temp as $$
  select id, organization_id, operation, plan from (
    select *, row_number() over (partition by organization_id, priority order by created_at) as turn from jobs
      where status = 'queued' and current_run_id is null and created_at < now() - interval '5 seconds'
        and (dispatched_at is null or dispatched_at < now() - interval '60 seconds')
  ) waiting order by priority, turn, created_at limit p_limit
$$;

create function mark_dispatched(p_jobs uuid[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  update jobs set dispatched_at = now() where id = any (p_jobs)
$$;

-- Cancel requests that Temporal may not have heard of.
create function pending_cancels(p_limit integer) returns table (id uuid)
language sql security definer set search_path = public, pg_temp as $$
  select id from jobs where status = 'canceling' order by cancel_requested_at limit p_limit
$$;

-- Jobs that some workflow should be working on (every pending reservation belongs to one), with those that were handed
-- to Temporal and never began; page by page, so that no number of them hides another.
create function open_jobs(p_after uuid, p_limit integer)
returns table (id uuid, organization_id uuid, status text, plan jsonb)
language sql security definer set search_path = public, pg_temp as $$
  select id, organization_id, status, plan from (
    select id, organization_id, status, plan from jobs
      where status in ('running', 'canceling') and created_at < now() - interval '5 seconds'
    union all
    select id, organization_id, status, plan from jobs where status = 'queued' and dispatched_at is not null
  ) open where p_after is null or id > p_after order by id limit p_limit
$$;

create function clear_idempotency_keys() returns integer
language sql security definer set search_path = public, pg_temp as $$
  with cleared as (delete from idempotency_keys where created_at < now() - interval '24 hours' returning 1)
  select count(*)::integer from cleared
$$;

grant execute on function
  queued_jobs,
  mark_dispatched,
  pending_cancels,
  open_jobs,
  clear_idempotency_keys
to atelier_app;
reset role;

-- jobs/07-signed-files.sql
set local role atelier_system;

-- What a signed address opens: it names an asset and carries no organization, so this door looks across all of them.
create function signed_file(p_asset uuid, p_variant text)
returns table (key text, mime_type text, bytes bigint, sha256 text)
language sql stable security definer set search_path = public, pg_temp as $$
  select blobs.key, blobs.mime_type, blobs.bytes, blobs.sha256 from assets
    join blobs on blobs.organization_id = assets.organization_id
      and blobs.sha256 = case p_variant when 'thumbnail' then assets.thumbnail_sha256 else assets.sha256 end
    where assets.id = p_asset and assets.deleted_at is null
$$;

grant execute on function signed_file to atelier_app;
reset role;

-- jobs/08-housekeeping.sql
set local role atelier_system;

-- Of these object keys, those that nothing will ever read: no blob has its bytes there, and the job that staged them
-- has ended so long ago that no reset can bring it back (Temporal keeps a closed workflow for 7 days).
create function unneeded_keys(p_keys text[]) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select key from unnest(p_keys) as given (key)
    where not exists (select from blobs where blobs.key = given.key)
      and not exists (select from jobs
        where id = substring(given.key from '^org/[^/]+/staging/([0-9a-f-]{36})/')::uuid
          and (not has_ended(status) or completed_at > now() - interval '8 days'))
$$;

grant execute on function
  unneeded_keys
to atelier_app;
reset role;
