import type { Query } from '@stowbase/postgres';
import { addressValues, givenAddresses, type Address } from './addresses';

/** Objects of one kind that one statement can drop together. */
export interface DropGroup {
  /** Everything in it; a kind without lists has one statement for each. */
  readonly objects: readonly DroppedObject[];
  readonly statement: (objects: readonly DroppedObject[]) => string;
}

export interface DroppedObject extends Address {
  /** As PostgreSQL says it: `table`, `function`, `table constraint`, … */
  readonly type: string;
  /** Qualified and quoted where needed. */
  readonly identity: string;
}

/** For people. */
export const objectText = ({ type, identity }: DroppedObject): string => `${type} ${identity}`;

/** How a kind is dropped: `list` where several fit into one DROP. In the order in which most dependents come before what they need. */
interface DropWord {
  readonly types: readonly string[];
  readonly words: string;
  readonly list: boolean;
}

const dropWords: readonly DropWord[] = [
  { types: ['event trigger'], words: 'EVENT TRIGGER', list: true },
  { types: ['publication'], words: 'PUBLICATION', list: true },
  { types: ['subscription'], words: 'SUBSCRIPTION', list: false },
  { types: ['policy'], words: 'POLICY', list: false },
  { types: ['trigger'], words: 'TRIGGER', list: false },
  { types: ['rule'], words: 'RULE', list: false },
  { types: ['table constraint', 'domain constraint'], words: 'CONSTRAINT', list: false },
  { types: ['statistics object'], words: 'STATISTICS', list: true },
  { types: ['materialized view'], words: 'MATERIALIZED VIEW', list: true },
  { types: ['view'], words: 'VIEW', list: true },
  { types: ['foreign table'], words: 'FOREIGN TABLE', list: true },
  { types: ['table'], words: 'TABLE', list: true },
  { types: ['index'], words: 'INDEX', list: true },
  { types: ['sequence'], words: 'SEQUENCE', list: true },
  { types: ['cast'], words: 'CAST', list: false },
  { types: ['transform'], words: 'TRANSFORM', list: false },
  { types: ['operator class'], words: 'OPERATOR CLASS', list: false },
  { types: ['operator family'], words: 'OPERATOR FAMILY', list: false },
  { types: ['operator'], words: 'OPERATOR', list: true },
  { types: ['function', 'procedure', 'aggregate'], words: 'ROUTINE', list: true },
  { types: ['text search configuration'], words: 'TEXT SEARCH CONFIGURATION', list: true },
  { types: ['text search dictionary'], words: 'TEXT SEARCH DICTIONARY', list: true },
  { types: ['text search template'], words: 'TEXT SEARCH TEMPLATE', list: true },
  { types: ['text search parser'], words: 'TEXT SEARCH PARSER', list: true },
  { types: ['type', 'composite type'], words: 'TYPE', list: true },
  { types: ['collation'], words: 'COLLATION', list: true },
  { types: ['conversion'], words: 'CONVERSION', list: true },
  { types: ['server'], words: 'SERVER', list: true },
  { types: ['foreign-data wrapper'], words: 'FOREIGN DATA WRAPPER', list: true },
  { types: ['language'], words: 'LANGUAGE', list: false },
  { types: ['access method'], words: 'ACCESS METHOD', list: false },
  { types: ['large object'], words: 'LARGE OBJECT', list: false },
  { types: ['extension'], words: 'EXTENSION', list: true },
  { types: ['schema'], words: 'SCHEMA', list: true },
  { types: ['role'], words: 'ROLE', list: true },
];

const batchSize = 1000;

/** Groups in the order in which to try them. @throws Error for a kind that can't be dropped: a defect. */
export async function dropGroups(query: Query, objects: readonly Address[]): Promise<DropGroup[]> {
  const all: DroppedObject[] = [];
  for (let start = 0; start < objects.length; start += batchSize) {
    all.push(...(await identify(query, objects.slice(start, start + batchSize))));
  }
  const byType = Map.groupBy(all, ({ type }) => type);
  const groups = dropWords.map(({ types, words, list }): DropGroup => {
    const inGroup = types.flatMap((type) => byType.get(type) ?? []);
    for (const type of types) byType.delete(type);
    return { objects: inGroup, statement: (some) => statementFor(words, list, some) };
  });
  const [unknown] = byType.keys();
  if (unknown !== undefined) throw new Error(`no way to drop a ${unknown} is known`);
  return groups.filter((group) => group.objects.length > 0);
}

async function identify(query: Query, objects: readonly Address[]): Promise<DroppedObject[]> {
  const rows = await query(
    `SELECT g.classid, g.objid, i.type, i.identity
       FROM ${givenAddresses},
            LATERAL pg_catalog.pg_identify_object(g.classid::pg_catalog.oid, g.objid::pg_catalog.oid, 0) i
      WHERE i.type IS NOT NULL`,
    addressValues(objects),
  );
  return rows.map((row) => ({
    ...{ classid: row['classid'] ?? '', objid: row['objid'] ?? '' },
    ...{ type: row['type'] ?? '', identity: row['identity'] ?? '' },
  }));
}

/** Never CASCADE: that would drop what nobody named. */
function statementFor(words: string, list: boolean, objects: readonly DroppedObject[]): string {
  if (list) return `DROP ${words} ${objects.map(({ identity }) => identity).join(', ')} RESTRICT`;
  return objects.map((object) => dropOne(words, object)).join('; ');
}

function dropOne(words: string, { type, identity }: DroppedObject): string {
  switch (words) {
    case 'CONSTRAINT': {
      // "name" on "schema"."table"
      const [, name = '', on = ''] = /^("(?:[^"]|"")*"|\S+) on (.*)$/s.exec(identity) ?? [];
      return `ALTER ${type === 'domain constraint' ? 'DOMAIN' : 'TABLE'} ${on} DROP CONSTRAINT ${name} RESTRICT`;
    }
    case 'LARGE OBJECT':
      return `SELECT pg_catalog.lo_unlink(${identity})`;
    case 'TRANSFORM':
      return `DROP TRANSFORM ${identity.replace(/ on language /, ' LANGUAGE ')} RESTRICT`;
    default:
      return `DROP ${words} ${identity} RESTRICT`;
  }
}
