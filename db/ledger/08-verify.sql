-- The proof: everything above, computed once more from the journal.

set local role atelier_system;

-- Rebuilds every balance from the journal, and asks the jobs what they hold and were charged; a row is a disagreement. It runs as atelier_system, which
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
      sum(amount) over (partition by organization_id order by seq)::bigint as balance
    from journals
  ), newest as (
    select organization_id, max(seq) as seq from journals group by organization_id
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
    select 'wallet seq', organization_id, 'wallet', coalesce(n.seq, 0), w.seq from wallets w left join newest n using (organization_id)
    union all
    select 'job held', j.organization_id, j.id::text, coalesce(amount, 0), credits_held
      from jobs j left join reservations r on job_id = j.id and live and state = 'pending'
    union all
    select 'job charged', j.organization_id, j.id::text, coalesce(charged, 0), credits_charged
      from jobs j left join reservations r on job_id = j.id and live and state = 'settled'
    union all
    select 'reservation pins', organization_id, id::text, coalesce((select sum(n) from unnest(lot_amounts) n), 0)::bigint, amount
      from reservations
  )
  select * from checks where expected is distinct from actual
$$;

grant execute on function verify to atelier_app;
