-- How credits come: a lot, its journal and its transfers.

set local role atelier_system;

-- Gives credits to an organization, once per key; the same key again answers with the first lot.
-- `cash_minor` is what was paid for them, net of tax: revenue that waits for them to be used.
-- Raises AT403 another organization than the transaction's, AT406 unknown organization, AT419 same key with other terms, AT422 amount below 1.
create function grant_credits(
  organization_id uuid, key text, amount bigint, kind text default 'promo',
  expires_at timestamptz default null, cash_minor bigint default 0, currency text default 'USD'
) returns table (lot_id uuid, replayed boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  granted lots;
  wallet wallets;
begin
  perform refuse_other_organization(organization_id);
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

  update wallets set posted = posted + amount, seq = seq + 1
  where organization_id = grant_credits.organization_id returning * into wallet;
  insert into lots (id, organization_id, kind, granted, remaining, cash_minor, currency, expires_at)
  values (uuidv7(), grant_credits.organization_id, grant_credits.kind::lot_kind, amount, amount,
          grant_credits.cash_minor, grant_credits.currency, grant_credits.expires_at)
  returning * into granted;
  insert into journals (organization_id, id, seq, kind, key, amount, balance_after)
  values (granted.organization_id, granted.id, wallet.seq, 'grant', grant_credits.key, amount, wallet.posted);
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
