-- What an organization sees of its ledger, by the policies of its tables: all amounts of `ledger_entries` sum to `posted`.

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
