import { acl, type FingerprintQuery, grants, notFromExtension, ownSchema, role, sorted } from './catalogue-sql';

const database: FingerprintQuery = {
  kind: 'database',
  sql: `SELECT '(this)', concat_ws('; ', 'owner ' || ${role('d.datdba')}, 'acl ' || ${acl('d.datacl', 'd', 'd.datdba')}, pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,
      'limit ' || nullif(d.datconnlimit, -1))
    FROM pg_catalog.pg_database AS d WHERE d.datname = current_database()`,
};

const schema: FingerprintQuery = {
  kind: 'schema',
  sql: `SELECT quote_ident(n.nspname), concat_ws('; ', 'owner ' || ${role('n.nspowner')}, 'acl ' || ${acl('n.nspacl', 'n', 'n.nspowner')})
    FROM pg_catalog.pg_namespace AS n WHERE ${ownSchema('n')}`,
};

/** Passwords are told apart as "set" only: they are salted, and a backup has none. */
const roles: FingerprintQuery = {
  kind: 'role',
  sql: `SELECT quote_ident(r.rolname), concat_ws(' ', CASE WHEN r.rolsuper THEN 'superuser' END, CASE WHEN r.rolinherit THEN 'inherit' END, CASE WHEN r.rolcreaterole THEN 'createrole' END,
      CASE WHEN r.rolcreatedb THEN 'createdb' END, CASE WHEN r.rolcanlogin THEN 'login' END, CASE WHEN r.rolreplication THEN 'replication' END,
      CASE WHEN r.rolbypassrls THEN 'bypassrls' END, 'limit ' || nullif(r.rolconnlimit, -1), 'until ' || r.rolvaliduntil)
    FROM pg_catalog.pg_authid AS r WHERE r.rolname !~ '^pg_'`,
};

const password: FingerprintQuery = {
  kind: 'password',
  sql: `SELECT quote_ident(r.rolname), 'set' FROM pg_catalog.pg_authid AS r WHERE r.rolpassword IS NOT NULL`,
};

const membership: FingerprintQuery = {
  kind: 'membership',
  sql: `SELECT format('%I of %I', ${role('m.member')}, ${role('m.roleid')}), concat_ws('; ', 'admin ' || m.admin_option, 'inherit ' || (to_jsonb(m) ->> 'inherit_option'),
      'set ' || (to_jsonb(m) ->> 'set_option'), 'grantor ' || ${role('m.grantor')}) FROM pg_catalog.pg_auth_members AS m`,
};

const setting: FingerprintQuery = {
  kind: 'setting',
  sql: `SELECT concat_ws(' ', CASE WHEN s.setrole = 0 THEN 'any role' ELSE ${role('s.setrole')} END, CASE WHEN s.setdatabase = 0 THEN 'any database' ELSE 'this database' END,
      split_part(v, '=', 1)), substr(v, strpos(v, '=') + 1)
    FROM pg_catalog.pg_db_role_setting AS s, unnest(s.setconfig) AS v
    WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database()))`,
};

const defaultPrivileges: FingerprintQuery = {
  kind: 'default privileges',
  sql: `SELECT concat_ws(' ', ${role('d.defaclrole')}, 'in ' || quote_ident(n.nspname), d.defaclobjtype), ${grants('d.defaclacl')}
    FROM pg_catalog.pg_default_acl AS d LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = d.defaclnamespace`,
};

const parameter: FingerprintQuery = {
  kind: 'parameter',
  sql: `SELECT p.parname, ${grants('p.paracl')} FROM pg_catalog.pg_parameter_acl AS p`,
};

const extension: FingerprintQuery = {
  kind: 'extension',
  sql: `SELECT e.extname, concat_ws('; ', 'schema ' || e.extnamespace::regnamespace, 'version ' || e.extversion, 'owner ' || ${role('e.extowner')}) FROM pg_catalog.pg_extension AS e`,
};

const publication: FingerprintQuery = {
  kind: 'publication',
  sql: `SELECT quote_ident(p.pubname), concat_ws('; ', 'owner ' || ${role('p.pubowner')}, CASE WHEN p.puballtables THEN 'all tables' END,
      concat_ws(' ', 'publish', p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, 'via root', p.pubviaroot),
      'schemas ' || (SELECT string_agg(s.pnnspid::regnamespace::text, ', ' ORDER BY s.pnnspid::regnamespace::text) FROM pg_publication_namespace s WHERE s.pnpubid = p.oid),
      'tables ' || (SELECT string_agg(concat_ws(' ', t.prrelid::regclass,
          (SELECT array_agg(a.attname ORDER BY a.attname)::text FROM pg_attribute a WHERE a.attrelid = t.prrelid AND a.attnum = ANY (t.prattrs::int2[])),
          'where ' || pg_get_expr(t.prqual, t.prrelid)), ', ' ORDER BY t.prrelid::regclass::text COLLATE "C") FROM pg_publication_rel t WHERE t.prpubid = p.oid))
    FROM pg_catalog.pg_publication AS p`,
};

const eventTrigger: FingerprintQuery = {
  kind: 'event trigger',
  sql: `SELECT quote_ident(t.evtname), concat_ws('; ', 'owner ' || ${role('t.evtowner')}, t.evtevent, 'enabled ' || t.evtenabled::text, t.evtfoid::regproc, 'tags ' || ${sorted('t.evttags')}::text)
    FROM pg_catalog.pg_event_trigger AS t WHERE ${notFromExtension('pg_event_trigger', 't.oid')}`,
};

const largeObject: FingerprintQuery = {
  kind: 'large object',
  sql: `SELECT l.oid::text, concat_ws('; ', 'owner ' || ${role('l.lomowner')}, 'acl ' || ${acl('l.lomacl', 'L', 'l.lomowner')}, 'size ' || length(lo_get(l.oid)), 'md5 ' || md5(lo_get(l.oid)))
    FROM pg_catalog.pg_largeobject_metadata AS l`,
};

/** Comments of everything, by the server's own way of naming objects. `public` is the one built-in object that people comment. */
const comment: FingerprintQuery = {
  kind: 'comment',
  sql: `SELECT o.type || ' ' || CASE WHEN o.type = 'large object' THEN d.objoid::text ELSE o.identity END, d.description
      FROM pg_catalog.pg_description AS d, pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
      WHERE (d.objoid >= 16384 OR d.classoid = 'pg_largeobject'::regclass OR d.objoid = 'public'::regnamespace)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS x WHERE x.classid = d.classoid AND x.objid = d.objoid AND x.deptype = 'e')
    UNION ALL SELECT CASE d.classoid WHEN 'pg_database'::regclass THEN 'database (this)' ELSE 'role ' || quote_ident(pg_get_userbyid(d.objoid)) END, d.description
      FROM pg_catalog.pg_shdescription AS d
      WHERE (d.classoid = 'pg_database'::regclass AND d.objoid = (SELECT b.oid FROM pg_catalog.pg_database AS b WHERE b.datname = current_database()))
         OR d.classoid = 'pg_authid'::regclass`,
};

export const databaseQueries: FingerprintQuery[] = [
  database,
  schema,
  roles,
  password,
  membership,
  setting,
  defaultPrivileges,
  parameter,
  extension,
  publication,
  eventTrigger,
  largeObject,
  comment,
];

/** Only where pg_cron is: its host, port and job numbers belong to the server, not to the project. */
export const cronQuery: FingerprintQuery = {
  kind: 'cron job',
  sql: `SELECT coalesce(j.jobname, '(unnamed)') || ' ' || j.username, concat_ws('; ', j.schedule, 'active ' || j.active, 'database ' || j.database, j.command) FROM cron.job AS j`,
};
