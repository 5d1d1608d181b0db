-- Whose transaction this is, for every function that runs as atelier_system.

set local role atelier_system;

-- The organization of this transaction. These functions run as atelier_system, whom no policy hides anything from: each
-- compares with this itself.
create function tenant() returns uuid stable language sql as $$
  select nullif(current_setting('app.organization_id', true), '')::uuid
$$;
