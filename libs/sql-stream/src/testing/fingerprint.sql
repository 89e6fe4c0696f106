-- One line per object: what a restored database must have in common with its source. Names platform roles as they are.
WITH own AS (
  SELECT oid, nspname FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'auth', 'extensions')
), free AS (
  SELECT x.classid, x.objid FROM pg_depend x WHERE x.deptype IN ('e')
)
SELECT line FROM (
  SELECT concat_ws('|', 'schema', nspname, (SELECT nspacl FROM pg_namespace n WHERE n.oid = own.oid)) AS line FROM own
  UNION ALL SELECT concat_ws('|', 'function', p.oid::regprocedure, CASE WHEN prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) END, obj_description(p.oid, 'pg_proc'), has_function_privilege('anon', p.oid, 'EXECUTE'), has_function_privilege('authenticated', p.oid, 'EXECUTE'))
    FROM pg_proc p JOIN own ON own.oid = pronamespace WHERE (1255, p.oid) NOT IN (SELECT classid, objid FROM free)
  UNION ALL SELECT concat_ws('|', 'class', c.oid::regclass, relkind, relpersistence, relrowsecurity, relforcerowsecurity, relreplident, relispartition, pg_get_expr(relpartbound, c.oid), obj_description(c.oid, 'pg_class'),
      CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)
    FROM pg_class c JOIN own ON own.oid = relnamespace WHERE relkind <> 't'
  UNION ALL SELECT concat_ws('|', 'owner', c.oid::regclass, r.rolname)
    FROM pg_class c JOIN own ON own.oid = relnamespace JOIN pg_roles r ON r.oid = relowner WHERE rolname !~ '^supabase_' AND c.relname <> 'free_log'
  UNION ALL SELECT concat_ws('|', 'acl', c.oid::regclass, a.grantor::regrole, a.grantee::regrole, a.privilege_type, a.is_grantable)
    FROM pg_class c JOIN own ON own.oid = relnamespace, aclexplode(relacl) a WHERE c.relname <> 'free_log'
  UNION ALL SELECT concat_ws('|', 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attstattarget, attstorage, attacl, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum))
    FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN own ON own.oid = relnamespace LEFT JOIN pg_attrdef d ON (adrelid, adnum) = (attrelid, attnum) WHERE attnum > 0 AND NOT attisdropped
  UNION ALL SELECT concat_ws('|', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(c.oid), convalidated, obj_description(c.oid, 'pg_constraint'))
    FROM pg_constraint c JOIN own ON own.oid = connamespace
  UNION ALL SELECT concat_ws('|', 'index', pg_get_indexdef(indexrelid), indisclustered) FROM pg_index i JOIN pg_class c ON c.oid = indexrelid JOIN own ON own.oid = relnamespace
  UNION ALL SELECT concat_ws('|', 'trigger', pg_get_triggerdef(t.oid), tgenabled, obj_description(t.oid, 'pg_trigger')) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid JOIN own ON own.oid = relnamespace WHERE NOT tgisinternal
  UNION ALL SELECT concat_ws('|', 'policy', polrelid::regclass, polname, polcmd, polroles::regrole[], pg_get_expr(polqual, polrelid), obj_description(p.oid, 'pg_policy')) FROM pg_policy p
  UNION ALL SELECT concat_ws('|', 'rule', pg_get_ruledef(r.oid)) FROM pg_rewrite r JOIN pg_class c ON c.oid = ev_class JOIN own ON own.oid = relnamespace
  UNION ALL SELECT concat_ws('|', 'statistics', pg_get_statisticsobjdef(s.oid)) FROM pg_statistic_ext s
  UNION ALL SELECT concat_ws('|', 'type', t.oid::regtype, typtype, typacl, obj_description(t.oid, 'pg_type'), (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)) FROM pg_type t JOIN own ON own.oid = typnamespace
  UNION ALL SELECT concat_ws('|', 'publication', pubname, pubinsert, (SELECT array_agg(concat_ws('/', schemaname, tablename, rowfilter) ORDER BY tablename) FROM pg_publication_tables t WHERE t.pubname = p.pubname)) FROM pg_publication p WHERE pubname !~ '^supabase_realtime_'
  UNION ALL SELECT concat_ws('|', 'default acl', defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype, defaclacl) FROM pg_default_acl WHERE defaclrole <> 'supabase_admin'::regrole
  UNION ALL SELECT concat_ws('|', 'server', srvname, srvoptions, srvacl) FROM pg_foreign_server
  UNION ALL SELECT concat_ws('|', 'mapping', srvname, usename, umoptions) FROM pg_user_mappings
  UNION ALL SELECT concat_ws('|', 'foreign table', ftrelid::regclass, ftoptions) FROM pg_foreign_table
  UNION ALL SELECT concat_ws('|', 'cast', castsource::regtype, casttarget::regtype, castcontext) FROM pg_cast WHERE oid >= 16384 AND (2605, oid) NOT IN (SELECT classid, objid FROM free)
  UNION ALL SELECT concat_ws('|', 'operator', o.oid::regoperator) FROM pg_operator o JOIN own ON own.oid = oprnamespace WHERE (2617, o.oid) NOT IN (SELECT classid, objid FROM free)
  UNION ALL SELECT concat_ws('|', 'large object', m.oid, lomowner::regrole, lomacl, obj_description(m.oid, 'pg_largeobject'), md5(lo_get(m.oid))) FROM pg_largeobject_metadata m
  UNION ALL SELECT concat_ws('|', 'sequence', schemaname, sequencename, last_value) FROM pg_sequences WHERE schemaname <> 'auth'
  UNION ALL SELECT 'rows|' || row_to_json(u)::text FROM public.users u
  UNION ALL SELECT 'rows|' || row_to_json(t)::text FROM "odd ""schema;"."t
-- PostgreSQL database dump complete
$$;'" t
) lines ORDER BY line COLLATE "C";
