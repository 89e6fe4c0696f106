import { platformSchemaRegex, type Query } from '@stowbase/postgres';
import { addressText, addressValues, givenAddresses, type Address } from './addresses';

export interface Dependencies {
  /** Functions that others, which stay, call: the archive's CREATE OR REPLACE puts the new body in their place. */
  readonly inPlace: readonly Address[];
  /** What has to be dropped by itself; the others go along with these. */
  readonly roots: readonly Address[];
  /** What is in the way, for people: `view public.v needs table public.t`. */
  readonly blocked: readonly string[];
}

/**
 * What dropping these objects, and nothing else, would meet. PostgreSQL would drop a partition with its table without being asked: one
 * that isn't named is in the way too.
 */
export async function dependenciesOf(query: Query, objects: readonly Address[]): Promise<Dependencies> {
  const { dropped, inPlace } = await withoutCalled(query, await namesakes(query, objects));
  const values = addressValues(dropped);
  const [dependents, parts, roots] = [
    await query(dependentsSql, values),
    await query(partsSql, values),
    await query(rootsSql, values),
  ];
  return {
    inPlace,
    roots: roots.map(readAddress),
    blocked: [...dependentTexts(dependents), ...parts.map(({ text }) => text ?? '')],
  };
}

/**
 * What stays may call one that seemed to go, so this is asked until nothing changes. An archive makes the platform's own functions, and
 * procedures, without OR REPLACE: they are never kept.
 */
async function withoutCalled(
  query: Query,
  objects: readonly Address[],
): Promise<{ dropped: readonly Address[]; inPlace: readonly Address[] }> {
  let dropped = objects;
  const inPlace: Address[] = [];
  for (;;) {
    const called = (await query(calledSql, [...addressValues(dropped), platformSchemaRegex])).map(readAddress);
    if (called.length === 0) return { dropped, inPlace };
    inPlace.push(...called);
    const stays = new Set(called.map(addressText));
    dropped = dropped.filter((object) => !stays.has(addressText(object)));
  }
}

/** A table's row type stands for the table, and the relation of a composite type for the type: neither can be dropped by itself. */
async function namesakes(query: Query, objects: readonly Address[]): Promise<Address[]> {
  const rows = await query(
    `SELECT DISTINCT coalesce(t.classid, g.classid)::pg_catalog.text AS classid, coalesce(t.objid, g.objid)::pg_catalog.text AS objid
       FROM (SELECT g.classid::pg_catalog.oid, g.objid::pg_catalog.oid FROM ${givenAddresses}) g
       LEFT JOIN (
         SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS of_class, c.oid AS of, 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid AS classid, c.reltype AS objid
           FROM pg_catalog.pg_class c WHERE c.relkind = 'c'
         UNION ALL
         SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid
           FROM pg_catalog.pg_type t JOIN pg_catalog.pg_class c ON c.oid = t.typrelid WHERE c.relkind <> 'c'
       ) t ON t.of_class = g.classid AND t.of = g.objid`,
    addressValues(objects),
  );
  return rows.map(readAddress);
}

const readAddress = (row: Record<string, string | null>): Address => ({
  classid: row['classid'] ?? '',
  objid: row['objid'] ?? '',
});

/** One line for each dependent: its reason is an object of the plan where there is one, not an index or a key of it. */
function dependentTexts(rows: readonly Record<string, string | null>[]): string[] {
  const byDependent = Map.groupBy(rows, ({ dependent }) => dependent ?? '');
  return [...byDependent].map(([dependent, all]) => {
    const named = all.filter((row) => row['is_given'] === 'true');
    const needed = (named.length > 0 ? named : all).map((row) => row['needed'] ?? '');
    const shown = needed.slice(0, 3).join(', ');
    return `${dependent} needs ${shown}${needed.length > 3 ? ` and ${needed.length - 3} more` : ''}`;
  });
}

/** With all that goes along: row types, indexes, keys, defaults, triggers, policies, owned sequences, partitions, mappings of a server. */
const going = `WITH RECURSIVE given AS (SELECT g.classid::pg_catalog.oid, g.objid::pg_catalog.oid FROM ${givenAddresses}), going (classid, objid) AS (
  SELECT classid, objid FROM given
   UNION
  SELECT d.classid, d.objid FROM going g JOIN pg_catalog.pg_depend d ON d.refclassid = g.classid AND d.refobjid = g.objid
   WHERE d.deptype IN ('a', 'i', 'P', 'S') OR d.classid = 'pg_catalog.pg_user_mapping'::pg_catalog.regclass
)`;

const goes = (classid: string, objid: string): string =>
  `EXISTS (SELECT FROM going o WHERE o.classid = ${classid} AND o.objid = ${objid})`;

const identity = (classid: string, objid: string, column = '0'): string =>
  `(SELECT pg_catalog.concat(i.type, ' ', i.identity) FROM pg_catalog.pg_identify_object(${classid}, ${objid}, ${column}) i)`;

const calledSql = `${going}
  SELECT DISTINCT g.classid::pg_catalog.text AS classid, g.objid::pg_catalog.text AS objid
    FROM given g JOIN pg_catalog.pg_depend d ON d.refclassid = g.classid AND d.refobjid = g.objid
   WHERE g.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.deptype = 'n' AND NOT ${goes('d.classid', 'd.objid')}
     AND EXISTS (SELECT FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
                  WHERE f.oid = g.objid AND f.prokind IN ('f', 'w') AND n.nspname !~ $3)`;

/** The rule of a view is the view. */
const dependentsSql = `${going}
  SELECT DISTINCT CASE WHEN w.oid IS NOT NULL THEN ${identity(`'pg_catalog.pg_class'::pg_catalog.regclass`, 'w.ev_class')}
                       ELSE ${identity('d.classid', 'd.objid', 'd.objsubid')} END AS dependent,
         ${identity('g.classid', 'g.objid')} AS needed,
         EXISTS (SELECT FROM given o WHERE o.classid = g.classid AND o.objid = g.objid)::pg_catalog.text AS is_given
    FROM going g JOIN pg_catalog.pg_depend d ON d.refclassid = g.classid AND d.refobjid = g.objid
    LEFT JOIN pg_catalog.pg_rewrite w ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = d.objid AND w.rulename = '_RETURN'
   WHERE d.deptype IN ('n', 'x') AND NOT ${goes('d.classid', 'd.objid')}
   ORDER BY 1, 2`;

const partsSql = `${going}
  SELECT pg_catalog.concat(${identity('g.classid', 'g.objid')}, ' is a partition that would go with its table') AS text
    FROM going g JOIN pg_catalog.pg_class c ON g.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = g.objid
   WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND NOT EXISTS (SELECT FROM given o WHERE o.classid = g.classid AND o.objid = g.objid)
  UNION ALL
  SELECT DISTINCT pg_catalog.concat(${identity('g.classid', 'g.objid')}, ' is a part of ', ${identity('d.refclassid', 'd.refobjid')})
    FROM given g JOIN pg_catalog.pg_depend d ON d.classid = g.classid AND d.objid = g.objid
   WHERE d.deptype IN ('i', 'P', 'e') AND (d.refclassid, d.refobjid) <> (d.classid, d.objid) AND NOT EXISTS (
     SELECT FROM pg_catalog.pg_depend p WHERE p.classid = g.classid AND p.objid = g.objid AND p.deptype IN ('a', 'i', 'P', 'S')
        AND ${goes('p.refclassid', 'p.refobjid')} AND (p.refclassid, p.refobjid) <> (p.classid, p.objid))
   ORDER BY 1`;

const rootsSql = `${going}
  SELECT g.classid::pg_catalog.text AS classid, g.objid::pg_catalog.text AS objid FROM given g
   WHERE NOT EXISTS (
     SELECT FROM pg_catalog.pg_depend d WHERE d.classid = g.classid AND d.objid = g.objid AND d.deptype IN ('a', 'i', 'P')
        AND ${goes('d.refclassid', 'd.refobjid')} AND (d.refclassid, d.refobjid) <> (d.classid, d.objid))`;
