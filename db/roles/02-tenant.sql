-- Whose transaction this is, for every function that runs as atelier_system.

set local role atelier_system;

-- The organization of this transaction. These functions run as atelier_system, whom no policy hides anything from: each
-- compares with this itself.
create function tenant() returns uuid stable language sql as $$
  select nullif(current_setting('app.organization_id', true), '')::uuid
$$;

-- For a function that is told an organization: inside a transaction of one, that is the only one it may be told. Outside
-- of any, where only our own processes are, it may be another.
create function refuse_other_organization(p_organization uuid) returns void stable language plpgsql as $$
begin
  if tenant() <> p_organization then
    raise exception 'this belongs to another organization' using errcode = 'AT403';
  end if;
end $$;
