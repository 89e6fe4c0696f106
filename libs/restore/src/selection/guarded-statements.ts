import { dollarQuote, quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import type { TableName } from '../table-name';
import { quotedName } from './quoted-name';

/*
 * What a whole restore does once for all objects (`preamble`, `managed`), done for the statements of one table alone. Each is plpgsql,
 * because it depends on the target; text in, text out, with its semicolon.
 */

/**
 * Behind the CREATE of a table or sequence: takes away what the target's default privileges gave, so that nobody may do anything there
 * but whom the archive's own GRANTs name (they start from PostgreSQL's built-in privileges).
 */
export function withoutDefaultPrivileges(kind: 'TABLE' | 'SEQUENCE', relation: TableName): string {
  const name = quotedName(relation);
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

/**
 * An `OWNER TO`: whoever isn't superuser may hand a table only to a role with CREATE on its schema, which is lent for that moment.
 */
export function ownerWithCreateLent(statement: string, role: string, schema: string): string {
  const grant = `GRANT CREATE ON SCHEMA ${quoteIdent(schema)} TO ${quoteIdent(role)}`;
  const revoke = `REVOKE CREATE ON SCHEMA ${quoteIdent(schema)} FROM ${quoteIdent(role)}`;
  return doBlock(
    `lend := NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
  AND NOT pg_catalog.has_schema_privilege(${quoteLiteral(role)}, ${quoteLiteral(schema)}, 'CREATE');
IF lend THEN EXECUTE lending; END IF;
EXECUTE ${quoteLiteral(withoutSemicolon(statement))};
IF lend THEN EXECUTE taking_back; END IF;`,
    `lend boolean; lending text := ${quoteLiteral(grant)}; taking_back text := ${quoteLiteral(revoke)};`,
  );
}

/** A foreign key whose rows may point to what is gone by now: it then comes back NOT VALID, which holds for new rows, and that is said. */
export function foreignKeyOrNotValid(statement: string, name: string, table: TableName): string {
  const plain = withoutSemicolon(statement);
  const warning = `The foreign key ${name} of ${table.schema}.${table.name} is NOT VALID: some rows that came back point to rows that are not here.`;
  return doBlock(
    `EXECUTE foreign_key;
EXCEPTION WHEN foreign_key_violation THEN
  EXECUTE foreign_key || ' NOT VALID';
  RAISE WARNING USING MESSAGE = ${quoteLiteral(warning)}, HINT = 'Find those rows, then: ALTER TABLE … VALIDATE CONSTRAINT …;';`,
    `foreign_key text := ${quoteLiteral(plain)};`,
  );
}

/** The table's place in a publication that is here; a publication of somebody else is no reason to lose the table. */
export function publishedWhereAllowed(statement: string, publication: string, table: TableName): string {
  return doBlock(
    `EXECUTE ${quoteLiteral(withoutSemicolon(statement))};
EXCEPTION WHEN insufficient_privilege OR undefined_object THEN
  RAISE WARNING USING MESSAGE = pg_catalog.concat(${quoteLiteral(`NOT RESTORED: ${table.schema}.${table.name} is not in publication ${publication}: `)}, SQLERRM);`,
  );
}

const doBlock = (body: string, declare?: string): string =>
  `DO ${dollarQuote(`${declare === undefined ? '' : `\nDECLARE ${declare}`}\nBEGIN\n${body}\nEND\n`)};`;

const withoutSemicolon = (statement: string): string => statement.replace(/;\s*$/, '');
