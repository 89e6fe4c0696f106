SET ROLE supabase_realtime_admin;
CREATE TABLE realtime.messages (
  topic text NOT NULL,
  extension text NOT NULL,
  payload jsonb,
  event text,
  private boolean DEFAULT false,
  updated_at timestamp NOT NULL DEFAULT now(),
  inserted_at timestamp NOT NULL DEFAULT now(),
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (id, inserted_at)
) PARTITION BY RANGE (inserted_at);
CREATE TABLE realtime.messages_2026_11_23 PARTITION OF realtime.messages FOR VALUES FROM ('2026-11-23') TO ('2026-11-24');
CREATE TABLE realtime.messages_2026_11_24 PARTITION OF realtime.messages FOR VALUES FROM ('2026-11-24') TO ('2026-11-25');
CREATE TABLE realtime.messages_2026_11_25 PARTITION OF realtime.messages FOR VALUES FROM ('2026-11-25') TO ('2026-11-26');
ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY;
INSERT INTO realtime.messages (topic, extension, payload, inserted_at, updated_at, id)
  VALUES ('room:1', 'broadcast', '{"n": 1}', '2026-11-24 10:00', '2026-11-24 10:00', '00000000-0000-4000-8000-000000000001');
GRANT SELECT, INSERT, UPDATE ON realtime.messages TO postgres, anon, authenticated, service_role;
GRANT ALL ON realtime.messages TO dashboard_user;
CREATE FUNCTION realtime.topic() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('realtime.topic', true), '')::text
$$;
CREATE FUNCTION realtime.send(payload jsonb, event text, topic text, private boolean DEFAULT true) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO realtime.messages (payload, event, topic, private, extension) VALUES (payload, event, topic, private, 'broadcast');
END
$$;
RESET ROLE;

CREATE TYPE realtime.equality_op AS ENUM ('eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in');
CREATE TYPE realtime.user_defined_filter AS (column_name text, op realtime.equality_op, value text);
CREATE TABLE realtime.subscription (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subscription_id uuid NOT NULL,
  entity regclass NOT NULL,
  filters realtime.user_defined_filter[] NOT NULL DEFAULT '{}',
  claims jsonb NOT NULL,
  created_at timestamp NOT NULL DEFAULT timezone('utc', now())
);
CREATE TABLE realtime.schema_migrations (version bigint NOT NULL PRIMARY KEY, inserted_at timestamp(0));
INSERT INTO realtime.schema_migrations VALUES (20211116024918, '2026-01-01'), (20251204170944, '2026-01-01');
CREATE FUNCTION realtime.subscription_check_filters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.claims IS NULL THEN
    RAISE EXCEPTION 'claims are missing';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER tr_check_filters BEFORE INSERT OR UPDATE ON realtime.subscription
  FOR EACH ROW EXECUTE FUNCTION realtime.subscription_check_filters();
GRANT SELECT ON realtime.subscription, realtime.schema_migrations TO postgres, anon, authenticated, service_role;
