GRANT anon, authenticated, service_role, pg_read_all_data, pg_monitor, pg_signal_backend TO postgres
  WITH ADMIN TRUE, INHERIT TRUE, SET TRUE;
-- Emulation: the platform's hook lets postgres change settings of authenticator; from 16 on plain PostgreSQL wants ADMIN for that.
GRANT authenticator TO postgres WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
