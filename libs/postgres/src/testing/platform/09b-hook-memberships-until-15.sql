GRANT supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin TO postgres;
