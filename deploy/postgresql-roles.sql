-- Two roles: the owner, for migrations alone, and the one that the tracker serves with. That one owns
-- nothing: it makes and drops no table, sets no trigger aside, truncates nothing, and neither changes
-- nor deletes a row but where its table's class says so (`flask audit tables`). As a superuser, once before
-- the first migration and again after each upgrade:
--
--   psql --dbname=tracker -v owner=tracker_owner -v runtime=tracker -f deploy/postgresql-roles.sql
--
-- New roles have no password: set one with \password, or let pg_hba.conf say who they are.
\set ON_ERROR_STOP on
\set QUIET on
BEGIN;

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY[:'owner', :'runtime']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

SELECT format('ALTER DATABASE %I OWNER TO %I', current_database(), :'owner') \gexec
ALTER SCHEMA public OWNER TO :"owner";
SELECT format('ALTER TABLE public.%I OWNER TO %I', tablename, :'owner')
FROM pg_tables WHERE schemaname = 'public' AND tableowner <> :'owner' \gexec
SELECT format('ALTER FUNCTION %s OWNER TO %I', pg_proc.oid::regprocedure, :'owner')
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proname = 'refuse_change' \gexec

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"runtime";
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM :"runtime";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"runtime";
GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO :"runtime";

-- The triggers are made from the tables' classes. One without a condition refuses all.
SELECT format('REVOKE %s ON public.%I FROM %I', upper(verb), relname, :'runtime')
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
JOIN unnest(ARRAY['update', 'delete']) AS verb ON tgname = relname || '_no_' || verb
WHERE tgqual IS NULL OR relname = 'record_hash' \gexec
-- An erasure empties the columns of such rows that are personal: a trigger of these refuses all else.
SELECT format('GRANT UPDATE (%s) ON public.%I TO %I', string_agg(quote_ident(attname), ', '), relname, :'runtime')
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
JOIN pg_attribute ON attrelid = tgrelid AND attnum = ANY (tgattr::int2[])
WHERE tgname = relname || '_no_rewrite' GROUP BY relname \gexec
-- A hash is chained once, and its salt may be emptied: its trigger refuses all else.
SELECT format('GRANT UPDATE (checkpoint, salt) ON public.record_hash TO %I', :'runtime')
WHERE to_regclass('public.record_hash') IS NOT NULL \gexec
SELECT format('REVOKE INSERT, UPDATE, DELETE ON public.alembic_version FROM %I', :'runtime')
WHERE to_regclass('public.alembic_version') IS NOT NULL \gexec

-- What a migration makes is the runtime's at once; this file run again takes back what is too much.
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"runtime";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT SELECT, USAGE ON SEQUENCES TO :"runtime";

-- The server's own log must not hold what people wrote: the row that was refused (DETAIL), or the
-- statement it was in.
SELECT format('ALTER ROLE %I SET log_error_verbosity = terse', :'runtime') \gexec
SELECT format('ALTER ROLE %I SET log_min_error_statement = panic', :'runtime') \gexec
COMMIT;
