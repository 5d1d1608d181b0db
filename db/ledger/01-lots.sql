-- What lots are worth: in credits, and in cash that is earned.

set local role atelier_system;

-- What an organization could reserve now: lots that expired, swept or not, do not count.
create function spendable_credits(organization_id uuid) returns bigint
language sql stable set search_path = public, pg_temp as $$
  select coalesce(sum(remaining - held), 0)::bigint from lots
  where lots.organization_id = spendable_credits.organization_id
    and open and (expires_at is null or expires_at > now())
$$;

-- What of a lot's cash is earned once `consumed` of its credits are used: the whole of it exactly
-- when the lot is used up, never a fraction of a cent.
create function earned(cash_minor bigint, granted bigint, consumed bigint) returns bigint
language sql immutable as $$ select cash_minor * consumed / granted $$;
