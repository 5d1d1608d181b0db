-- Who may do what. Starts from nothing each time, so that a privilege removed here is gone. Nobody may bypass row-level
-- security, so that all of this runs on managed Postgres too.
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
