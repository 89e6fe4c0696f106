GRANT anon, authenticated, service_role, pg_read_all_data, pg_monitor, pg_signal_backend TO postgres;
