-- The same proof in pages: from the last journal that it covered on, so that an hour's work is read and no more.

set local role atelier_system;

-- Wallets with journals that no proof covers yet, after `p_after`.
create function unproved_wallets(p_after uuid, p_limit integer) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select organization_id from wallets left join wallet_proofs proof using (organization_id)
    where wallets.seq > coalesce(proof.seq, 0) and (p_after is null or organization_id > p_after)
    order by organization_id limit p_limit
$$;

-- What the page of journals after `p_proof` moved, with everything that it disagrees with:
-- {problems, seq, posted, complete, lots}. One statement, so that all of it is seen at one moment.
create function examine_wallet(p_proof wallet_proofs, p_journals integer) returns jsonb
language sql stable as $$
  with page as (
    select *, p_proof.posted + sum(amount) over (order by seq)::bigint as balance from journals
      where organization_id = p_proof.organization_id and seq > p_proof.seq order by seq limit p_journals
  ), newest as (
    select coalesce(max(seq), p_proof.seq) as seq, p_proof.posted + coalesce(sum(amount), 0)::bigint as posted,
      count(*) < p_journals as complete from page
  ), moved as (
    select page.id, transfers.lot_id,
      coalesce(sum(case when credit = 'wallet' then transfers.amount when debit = 'wallet' then -transfers.amount end), 0)::bigint as credits,
      coalesce(sum(transfers.amount) filter (where credit = 'wallet'), 0)::bigint as granted,
      coalesce(sum(case when credit = 'deferred_revenue' then transfers.amount when debit = 'deferred_revenue' then -transfers.amount end), 0)::bigint as deferred,
      coalesce(sum(transfers.amount) filter (where credit = 'deferred_revenue'), 0)::bigint as cash
    from page join transfers on transfers.organization_id = page.organization_id and journal_id = page.id group by 1, 2
  ), lot as (
    select lot_id, sum(credits)::bigint as credits, sum(granted)::bigint as granted, sum(deferred)::bigint as deferred,
      sum(cash)::bigint as cash
    from (
      select lot_id, credits, granted, deferred, cash from moved where lot_id is not null
      union all
      select lot_id, credits, granted, deferred, cash from lot_proofs where organization_id = p_proof.organization_id
    ) summed group by lot_id
  ), checks (problem, subject, expected, actual) as (
    select 'journal balance', id::text, balance, balance_after from page
    union all
    select 'journal amount', page.id::text, coalesce((select sum(credits) from moved where moved.id = page.id), 0)::bigint, amount from page
    union all
    select 'reservation charged', key, -page.amount, charged
      from page left join reservations on reservations.id = case page.kind when 'settle' then key::uuid end and state = 'settled'
      where page.kind = 'settle'
    union all
    select 'job charged', page.job_id::text, -page.amount, credits_charged
      from page join jobs on jobs.id = page.job_id where page.kind = 'settle'
    union all
    select 'wallet posted', 'wallet', newest.posted, wallets.posted from newest
      left join wallets on wallets.organization_id = p_proof.organization_id where complete
    union all
    select problem, lots.id::text, expected, actual
      from newest cross join lots left join lot on lot_id = lots.id
      cross join lateral (values
        ('lot granted', coalesce(lot.granted, 0), lots.granted),
        ('lot remaining', coalesce(lot.credits, 0), lots.remaining),
        ('lot cash', coalesce(lot.cash, 0), lots.cash_minor),
        ('lot revenue', lots.cash_minor - earned(lots.cash_minor, lots.granted, lots.granted - lots.remaining), coalesce(lot.deferred, 0))
      ) as compared (problem, expected, actual)
      where complete and lots.organization_id = p_proof.organization_id
  )
  select jsonb_build_object('seq', seq, 'posted', posted, 'complete', complete,
    'problems', (select coalesce(jsonb_agg(checks), '[]') from checks where expected is distinct from actual),
    'lots', (select coalesce(jsonb_agg(lot), '[]') from lot))
  from newest
$$;

-- Proves the next page of a wallet's journals and remembers how far it came, unless something disagrees: then the same
-- page is examined again each time. Answers {problems: [{problem, subject, expected, actual}], complete}.
create function prove_wallet(p_organization uuid, p_journals integer) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  proof wallet_proofs := (select wallet_proofs from wallet_proofs where organization_id = p_organization);
  found_page jsonb;
begin
  found_page := examine_wallet(
    (p_organization, coalesce(proof.seq, 0), coalesce(proof.posted, 0), now())::wallet_proofs, p_journals);
  if found_page -> 'problems' = '[]' then
    insert into wallet_proofs (organization_id, seq, posted)
      values (p_organization, (found_page ->> 'seq')::bigint, (found_page ->> 'posted')::bigint)
      on conflict (organization_id) do update set seq = excluded.seq, posted = excluded.posted, proved_at = now();
    insert into lot_proofs (lot_id, organization_id, credits, granted, deferred, cash)
      select lot_id, p_organization, credits, granted, deferred, cash
        from jsonb_populate_recordset(null::lot_proofs, found_page -> 'lots')
      on conflict (lot_id) do update set credits = excluded.credits, granted = excluded.granted,
        deferred = excluded.deferred, cash = excluded.cash;
  end if;
  return found_page - 'lots' - 'seq' - 'posted';
end $$;

-- What is held, of all wallets at one moment: each reservation that is pending belongs to a job that is under way and
-- says as much, each credit that a wallet has to a lot.
create function verify_held()
returns table (problem text, organization_id uuid, subject text, expected bigint, actual bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with under_way as (
    select jobs.organization_id, jobs.id as job_id, credits_held, amount, lot_ids, lot_amounts
      from jobs left join reservations on job_id = jobs.id and live and state = 'pending'
      where status in ('running', 'canceling')
  ), pending as (
    select * from under_way where amount is not null
  ), by_wallet as (
    select organization_id, sum(amount)::bigint as amount from pending group by 1
  ), by_lot as (
    select pin.lot_id, sum(pin.amount)::bigint as amount
      from pending, unnest(lot_ids, lot_amounts) as pin (lot_id, amount) group by 1
  ), lots_of_wallet as (
    select organization_id, sum(remaining)::bigint as remaining from lots group by 1
  ), checks (problem, organization_id, subject, expected, actual) as (
    select 'wallet held', organization_id, 'wallet', coalesce(amount, 0), held from wallets left join by_wallet using (organization_id)
    union all
    select 'wallet lots', organization_id, 'wallet', coalesce(remaining, 0), posted from wallets left join lots_of_wallet using (organization_id)
    union all
    select 'lot held', organization_id, id::text, coalesce(amount, 0), held from lots left join by_lot on lot_id = id where open or held > 0
    union all
    select 'job held', organization_id, job_id::text, coalesce(amount, 0), credits_held from under_way
    union all
    select 'wallet posted', organization_id, 'wallet', proof.posted, wallets.posted
      from wallets join wallet_proofs proof using (organization_id) where wallets.seq = proof.seq
  )
  select * from checks where expected is distinct from actual
$$;

grant execute on function
  unproved_wallets,
  prove_wallet,
  verify_held
to atelier_app;
