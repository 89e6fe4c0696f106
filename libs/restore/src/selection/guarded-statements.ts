import { dollarQuote, quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import type { TableName } from '../table-name';
import { quotedName } from './quoted-name';

/*
 * What a whole restore does once for all objects (`preamble`, `managed`), done for the statements of one table alone. Each is plpgsql,
 * because it depends on the target. Statements are bytes, which need not be UTF-8: they go through latin1 and back.
 */

/**
 * Behind the CREATE of a table or sequence: takes away what the target's default privileges gave, so that nobody may do anything there
 * but whom the archive's own GRANTs name (they start from PostgreSQL's built-in privileges).
 */
export function withoutDefaultPrivileges(kind: 'TABLE' | 'SEQUENCE', relation: TableName): Buffer {
  const name = bytes(quotedName(relation));
  return doBlock(
    `FOR grantee IN
  SELECT DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(r.rolname) END
    FROM pg_catalog.pg_class c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) a LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
   WHERE c.oid = ${quoteLiteral(name)}::pg_catalog.regclass
LOOP
  EXECUTE pg_catalog.concat(${quoteLiteral(`REVOKE ALL ON ${kind} ${name} FROM `)}, grantee);
END LOOP;
IF (SELECT relacl IS NOT NULL FROM pg_catalog.pg_class WHERE oid = ${quoteLiteral(name)}::pg_catalog.regclass) THEN
  EXECUTE pg_catalog.concat(${quoteLiteral(`GRANT ALL ON ${kind} ${name} TO `)}, pg_catalog.quote_ident(current_user));
END IF;`,
    'grantee pg_catalog.text;',
  );
}

/** An `OWNER TO`: whoever isn't superuser may hand a table only to a role with CREATE on its schema, which is lent for that moment. */
export function ownerWithCreateLent(statement: Buffer, role: string, schema: string): Buffer {
  const create = `CREATE ON SCHEMA ${bytes(quoteIdent(schema))}`;
  const to = bytes(quoteIdent(role));
  // The comparison after a restore looks into EXECUTE's literals: what is lent is not to be expected there.
  return doBlock(
    `lend := NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
  AND NOT pg_catalog.has_schema_privilege(${quoteLiteral(bytes(role))}, ${quoteLiteral(bytes(schema))}, 'CREATE');
IF lend THEN EXECUTE lending; END IF;
EXECUTE ${quoteLiteral(withoutSemicolon(statement))};
IF lend THEN EXECUTE taking_back; END IF;`,
    `lend boolean; lending text := ${quoteLiteral(`GRANT ${create} TO ${to}`)}; taking_back text := ${quoteLiteral(`REVOKE ${create} FROM ${to}`)};`,
  );
}

/** A foreign key whose rows may point to what is gone by now: it then comes back NOT VALID, which holds for new rows, and that is said. */
export function foreignKeyOrNotValid(statement: Buffer, name: string, { schema, name: table }: TableName): Buffer {
  const warning = `The foreign key ${name} of ${schema}.${table} is NOT VALID: some rows that came back point to rows that are not here.`;
  // For the comparison too, only the target knows which of the two it is.
  return doBlock(
    `EXECUTE foreign_key;
EXCEPTION WHEN foreign_key_violation THEN
  EXECUTE foreign_key || ' NOT VALID';
  RAISE WARNING USING MESSAGE = ${quoteLiteral(bytes(warning))}, HINT = 'Find those rows, then: ALTER TABLE ... VALIDATE CONSTRAINT ...;';`,
    `foreign_key text := ${quoteLiteral(withoutSemicolon(statement))};`,
  );
}

/** The table's place in a publication that is here; a publication of somebody else is no reason to lose the table. */
export function publishedWhereAllowed(statement: Buffer, publication: string, { schema, name }: TableName): Buffer {
  const warning = `NOT RESTORED: ${schema}.${name} is not in publication ${publication}: `;
  return doBlock(
    `EXECUTE ${quoteLiteral(withoutSemicolon(statement))};
EXCEPTION WHEN insufficient_privilege OR undefined_object THEN
  RAISE WARNING USING MESSAGE = pg_catalog.concat(${quoteLiteral(bytes(warning))}, SQLERRM);`,
  );
}

const doBlock = (body: string, declare?: string): Buffer =>
  Buffer.from(
    `DO ${dollarQuote(`${declare === undefined ? '' : `\nDECLARE ${declare}`}\nBEGIN\n${body}\nEND\n`)};`,
    'latin1',
  );

/** A text as the characters of its bytes. */
const bytes = (text: string): string => Buffer.from(text).toString('latin1');

const withoutSemicolon = (statement: Buffer): string => statement.toString('latin1').replace(/;\s*$/, '');
