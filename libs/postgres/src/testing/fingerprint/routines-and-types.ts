import { acl, type FingerprintQuery, notFromExtension, ownSchema, role, sorted } from './catalogue-sql';

/** `pg_get_functiondef` refuses aggregates: those are told by their parts. */
const routine: FingerprintQuery = {
  kind: 'routine',
  sql: `SELECT p.oid::regprocedure::text, concat_ws('; ', 'kind ' || p.prokind::text, 'owner ' || ${role('p.proowner')}, 'acl ' || ${acl('p.proacl', 'f', 'p.proowner')},
      CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
      (SELECT concat_ws(' ', pg_get_function_result(p.oid), g.aggkind, g.aggnumdirectargs, g.aggtransfn::regproc, g.aggfinalfn::regproc, g.aggcombinefn::regproc,
         g.aggserialfn::regproc, g.aggdeserialfn::regproc, g.aggmtransfn::regproc, g.aggminvtransfn::regproc, g.aggmfinalfn::regproc, g.aggfinalextra,
         g.aggmfinalextra, g.aggfinalmodify, g.aggsortop::regoper, format_type(g.aggtranstype, NULL), g.aggtransspace,
         'init ' || g.agginitval, 'minit ' || g.aggminitval, 'parallel ' || p.proparallel::text) FROM pg_aggregate g WHERE g.aggfnoid = p.oid))
    FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
    WHERE ${ownSchema('n')} AND ${notFromExtension('pg_proc', 'p.oid')}`,
};

/** Enums, domains, ranges, base types; row types of tables and array types say nothing new. */
const type: FingerprintQuery = {
  kind: 'type',
  sql: `SELECT t.oid::regtype::text, concat_ws('; ', 'kind ' || t.typtype::text, 'owner ' || ${role('t.typowner')}, 'acl ' || ${acl('t.typacl', 'T', 't.typowner')},
      'labels ' || (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder)::text FROM pg_enum e WHERE e.enumtypid = t.oid),
      'base ' || CASE WHEN t.typbasetype <> 0 THEN format_type(t.typbasetype, t.typtypmod) END,
      CASE WHEN t.typnotnull THEN 'not null' END, 'default ' || t.typdefault,
      'collation ' || CASE WHEN t.typcollation <> 0 THEN t.typcollation::regcollation::text END,
      (SELECT concat_ws(' ', 'range of', format_type(r.rngsubtype, NULL), r.rngmultitypid::regtype, r.rngcanonical::regproc, r.rngsubdiff::regproc,
         (SELECT o.opcname FROM pg_opclass o WHERE o.oid = r.rngsubopc), CASE WHEN r.rngcollation <> 0 THEN r.rngcollation::regcollation END)
         FROM pg_range r WHERE r.rngtypid = t.oid),
      CASE WHEN t.typtype = 'b' THEN concat_ws(' ', t.typinput::regproc, t.typoutput::regproc, t.typlen, t.typalign, t.typstorage) END)
    FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
    WHERE ${ownSchema('n')} AND ${notFromExtension('pg_type', 't.oid')} AND (c.oid IS NULL OR c.relkind = 'c') AND t.typtype <> 'm'
      AND t.typelem = 0`,
};

const operator: FingerprintQuery = {
  kind: 'operator',
  sql: `SELECT o.oid::regoperator::text, concat_ws(' ', 'owner', ${role('o.oprowner')}, o.oprcode::regproc, o.oprrest::regproc, o.oprjoin::regproc,
      'commutator ' || nullif(o.oprcom, 0)::regoperator::text, 'negator ' || nullif(o.oprnegate, 0)::regoperator::text, o.oprcanmerge, o.oprcanhash)
    FROM pg_catalog.pg_operator AS o JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
    WHERE ${ownSchema('n')} AND ${notFromExtension('pg_operator', 'o.oid')} AND o.oprcode <> 0`,
};

const operatorFamily: FingerprintQuery = {
  kind: 'operator family',
  sql: `SELECT format('%I.%I using %I', n.nspname, f.opfname, m.amname), concat_ws('; ', 'owner ' || ${role('f.opfowner')},
      (SELECT string_agg(o.amopstrategy || ' ' || o.amopopr::regoperator, ', ' ORDER BY o.amopstrategy, o.amopopr::regoperator::text) FROM pg_amop o WHERE o.amopfamily = f.oid),
      (SELECT string_agg(o.amprocnum || ' ' || o.amproc::regprocedure, ', ' ORDER BY o.amprocnum, o.amproc::regprocedure::text) FROM pg_amproc o WHERE o.amprocfamily = f.oid),
      (SELECT string_agg(format('class %I.%I for %s default %s keytype %s', x.nspname, k.opcname, k.opcintype::regtype, k.opcdefault, k.opckeytype::regtype), ', ' ORDER BY k.opcname)
         FROM pg_opclass k JOIN pg_namespace x ON x.oid = k.opcnamespace WHERE k.opcfamily = f.oid))
    FROM pg_catalog.pg_opfamily AS f JOIN pg_catalog.pg_am AS m ON m.oid = f.opfmethod JOIN pg_catalog.pg_namespace AS n ON n.oid = f.opfnamespace
    WHERE ${ownSchema('n')} AND ${notFromExtension('pg_opfamily', 'f.oid')}`,
};

const cast: FingerprintQuery = {
  kind: 'cast',
  sql: `SELECT format('%s as %s', k.castsource::regtype, k.casttarget::regtype), concat_ws(' ', k.castcontext, k.castmethod, nullif(k.castfunc, 0)::regprocedure)
    FROM pg_catalog.pg_cast AS k WHERE k.oid >= 16384 AND ${notFromExtension('pg_cast', 'k.oid')}`,
};

const collation: FingerprintQuery = {
  kind: 'collation',
  sql: `SELECT format('%I.%I', n.nspname, l.collname), concat_ws(' ', 'owner', ${role('l.collowner')}, l.collprovider, l.collisdeterministic,
      l.collcollate, l.collctype, to_jsonb(l) ->> 'colliculocale', to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'collicurules')
    FROM pg_catalog.pg_collation AS l JOIN pg_catalog.pg_namespace AS n ON n.oid = l.collnamespace
    WHERE ${ownSchema('n')} AND ${notFromExtension('pg_collation', 'l.oid')}`,
};

const conversion: FingerprintQuery = {
  kind: 'conversion',
  sql: `SELECT format('%I.%I', n.nspname, v.conname), concat_ws(' ', 'owner', ${role('v.conowner')}, pg_encoding_to_char(v.conforencoding),
      pg_encoding_to_char(v.contoencoding), v.conproc::regproc, v.condefault)
    FROM pg_catalog.pg_conversion AS v JOIN pg_catalog.pg_namespace AS n ON n.oid = v.connamespace WHERE ${ownSchema('n')}`,
};

const textSearch: FingerprintQuery = {
  kind: 'text search configuration',
  sql: `SELECT f.oid::regconfig::text, concat_ws('; ', 'owner ' || ${role('f.cfgowner')}, (SELECT p.prsname FROM pg_ts_parser p WHERE p.oid = f.cfgparser),
      (SELECT string_agg(m.maptokentype || ' ' || m.mapseqno || ' ' || m.mapdict::regdictionary, ', ' ORDER BY m.maptokentype, m.mapseqno)
         FROM pg_ts_config_map m WHERE m.mapcfg = f.oid))
    FROM pg_catalog.pg_ts_config AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.cfgnamespace
    WHERE ${ownSchema('n')} AND ${notFromExtension('pg_ts_config', 'f.oid')}`,
};

const dictionary: FingerprintQuery = {
  kind: 'text search dictionary',
  sql: `SELECT d.oid::regdictionary::text, concat_ws('; ', 'owner ' || ${role('d.dictowner')}, (SELECT t.tmplname FROM pg_ts_template t WHERE t.oid = d.dicttemplate), d.dictinitoption)
    FROM pg_catalog.pg_ts_dict AS d JOIN pg_catalog.pg_namespace AS n ON n.oid = d.dictnamespace
    WHERE ${ownSchema('n')} AND ${notFromExtension('pg_ts_dict', 'd.oid')}`,
};

const language: FingerprintQuery = {
  kind: 'language',
  sql: `SELECT l.lanname, concat_ws('; ', 'owner ' || ${role('l.lanowner')}, 'trusted ' || l.lanpltrusted, 'acl ' || ${acl('l.lanacl', 'l', 'l.lanowner')})
    FROM pg_catalog.pg_language AS l WHERE l.lanispl`,
};

const foreignData: FingerprintQuery = {
  kind: 'foreign data',
  sql: `SELECT 'wrapper ' || w.fdwname, concat_ws('; ', 'owner ' || ${role('w.fdwowner')}, 'options ' || ${sorted('w.fdwoptions')}::text, 'acl ' || ${acl('w.fdwacl', 'F', 'w.fdwowner')})
      FROM pg_catalog.pg_foreign_data_wrapper AS w
    UNION ALL SELECT 'server ' || s.srvname, concat_ws('; ', 'owner ' || ${role('s.srvowner')}, (SELECT w.fdwname FROM pg_foreign_data_wrapper w WHERE w.oid = s.srvfdw),
        s.srvtype, s.srvversion, 'options ' || ${sorted('s.srvoptions')}::text, 'acl ' || ${acl('s.srvacl', 'S', 's.srvowner')})
      FROM pg_catalog.pg_foreign_server AS s
    UNION ALL SELECT 'mapping ' || s.srvname || ' ' || ${role('u.umuser')}, ${sorted('u.umoptions')}::text
      FROM pg_catalog.pg_user_mapping AS u JOIN pg_catalog.pg_foreign_server AS s ON s.oid = u.umserver`,
};

export const routineAndTypeQueries: FingerprintQuery[] = [
  routine,
  type,
  operator,
  operatorFamily,
  cast,
  collation,
  conversion,
  textSearch,
  dictionary,
  language,
  foreignData,
];
