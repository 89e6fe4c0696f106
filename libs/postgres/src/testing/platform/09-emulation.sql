-- What the platform's hook (supautils) does for "postgres", put into plain PostgreSQL:
-- 1. It may set session_replication_role and PostgREST's settings: SET privilege on these parameters.
-- 2. It may create policies on auth.users, storage.objects, realtime.messages: plain PostgreSQL wants ownership, so postgres is a member
--    of the three service roles. Therefore tables that even postgres must not write (auth.schema_migrations, storage.migrations,
--    storage.buckets_vectors, storage.vector_indexes, realtime.subscription) belong to supabase_admin here, to the services there.
-- 3. It may create triggers on those tables: TRIGGER is among the granted privileges, as on the platform.
-- Not emulated: (NO)BYPASSRLS from a non-superuser (refused by 15), privileged extensions (the platform installs postgres_fdw and pg_cron
-- beforehand), user event triggers (a fixture that has one creates it as the superuser).
GRANT SET ON PARAMETER session_replication_role, "pgrst.db_schemas", "pgrst.db_extra_search_path", "pgrst.db_max_rows",
  "pgrst.db_pre_request", "pgrst.db_aggregates_enabled" TO postgres;
