import { execute, guarded, guardedInside, warn } from './guarded';
import { readExtensionObjects, type NamesBySchema } from './extension-objects';
import { joinSql } from './join-sql';
import { isPlatformSchema } from '@stowbase/postgres';
import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { flag, text, textList } from './rows';
import type { CatalogueContext, CatalogueScript, Query } from './types';

export interface Extension {
  readonly name: string;
  readonly version: string;
  readonly schema: string;
  /** The extension makes the schema itself, so it must not be there before. */
  readonly makesSchema: boolean;
  /** null where it is the one the extension comes with. */
  readonly comment: string | null;
  readonly requires: readonly string[];
}

export interface ExtensionsScript extends CatalogueScript {
  /** For `contents.source.extensions`; plpgsql is everywhere and not listed. */
  readonly extensions: readonly (Extension & { readonly objects: NamesBySchema })[];
  /** Comments on the database and on extensions: component `comments`. */
  readonly comments: number;
}

/** Extensions in the order of their dependencies, and the comments of the database and of extensions. Versions are not pinned. */
export async function extensions(q: Query, ctx: CatalogueContext): Promise<ExtensionsScript> {
  const found = await readExtensions(q);
  const objects = await readExtensionObjects(q);
  const comment = await databaseComment(q, ctx);
  return {
    sql: joinSql([...found.map(createExtension), ...found.map(commentOnExtension), comment]),
    count: found.length,
    comments: found.filter((extension) => extension.comment !== null).length + (comment === '' ? 0 : 1),
    extensions: found.map((extension) => ({ ...extension, objects: objects.get(extension.name) ?? {} })),
    warnings: [],
  };
}

/** Only those that live in schemas of the platform's: the definitions of auth and storage call their functions. */
export async function platformExtensions(q: Query): Promise<CatalogueScript> {
  const found = (await readExtensions(q)).filter((extension) => isPlatformSchema(extension.schema));
  return { sql: joinSql(found.map(createExtension)), count: found.length, warnings: [] };
}

export async function readExtensions(q: Query): Promise<Extension[]> {
  const rows = await q(
    `SELECT e.extname::pg_catalog.text AS name, e.extversion AS version, n.nspname::pg_catalog.text AS schema,
            EXISTS (SELECT FROM pg_catalog.pg_depend d
                     WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objid = n.oid
                       AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = e.oid AND d.deptype = 'e')::pg_catalog.text AS makes_schema,
            CASE WHEN pg_catalog.obj_description(e.oid, 'pg_extension') IS DISTINCT FROM
                      (SELECT a.comment FROM pg_catalog.pg_available_extensions a WHERE a.name = e.extname)
                 THEN pg_catalog.obj_description(e.oid, 'pg_extension') END AS comment,
            (SELECT coalesce(pg_catalog.json_agg(r.extname ORDER BY r.extname), '[]')
               FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension r ON r.oid = d.refobjid
              WHERE d.classid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.objid = e.oid
                AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass)::pg_catalog.text AS requires
       FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
      WHERE e.extname <> 'plpgsql'
      ORDER BY e.extname COLLATE "C"`,
  );
  return inOrder(
    rows.map((row) => ({
      name: text(row, 'name'),
      version: text(row, 'version'),
      schema: text(row, 'schema'),
      makesSchema: flag(row, 'makes_schema'),
      comment: row.comment ?? null,
      requires: textList(row, 'requires'),
    })),
  );
}

function createExtension(extension: Extension): string {
  const name = quoteIdent(extension.name);
  const schema = quoteIdent(extension.schema);
  const inPlace = extension.makesSchema || extension.schema === 'pg_catalog';
  const literal = quoteLiteral(extension.name);
  return guarded({
    body: [
      `IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = ${literal}) THEN`,
      ...(inPlace ? [] : moveWhereElse(extension)),
      `ELSIF NOT EXISTS (SELECT FROM pg_catalog.pg_available_extensions WHERE name = ${literal}) THEN`,
      warn(
        `extension ${name} (at the source: version ${extension.version}) is not available on this server`,
        'Tables, functions and columns that use it cannot be restored here. Enable it first, or restore to a server that has it.',
      ),
      'ELSE',
      ...(inPlace || extension.schema === 'public' ? [] : [execute(`CREATE SCHEMA IF NOT EXISTS ${schema}`)]),
      // A control file that fixes the schema refuses any other; without one, no schema would mean the (empty) search_path.
      ...(extension.makesSchema
        ? [execute(`CREATE EXTENSION ${name}`)]
        : [
            `IF EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions WHERE name = ${literal} AND schema <> ${quoteLiteral(extension.schema)}) THEN`,
            execute(`CREATE EXTENSION ${name}`),
            'ELSE',
            execute(`CREATE EXTENSION ${name} WITH SCHEMA ${schema}`),
            'END IF;',
          ]),
      'END IF;',
    ].join('\n'),
    otherwise: `extension ${name} was not created`,
    hint: `Enable it by hand, then restore again: CREATE EXTENSION ${name} WITH SCHEMA ${schema};`,
  });
}

/** A platform that comes with the extension may keep it in another schema than the source did; what names the schema would not find it. */
function moveWhereElse(extension: Extension): string[] {
  const schema = quoteLiteral(extension.schema);
  const move = `ALTER EXTENSION ${quoteIdent(extension.name)} SET SCHEMA ${quoteIdent(extension.schema)}`;
  return [
    'IF NOT EXISTS (SELECT FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace',
    `WHERE e.extname = ${quoteLiteral(extension.name)} AND n.nspname = ${schema}) THEN`,
    guardedInside(
      [
        ...(extension.schema === 'public'
          ? []
          : [execute(`CREATE SCHEMA IF NOT EXISTS ${quoteIdent(extension.schema)}`)]),
        execute(move),
      ].join('\n'),
      `extension ${quoteIdent(extension.name)} is here already, but not in schema ${quoteIdent(extension.schema)} as at the source`,
      `${move};`,
    ),
    'END IF;',
  ];
}

function commentOnExtension(extension: Extension): string {
  if (extension.comment === null) return '';
  return guarded({
    body: [
      `IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = ${quoteLiteral(extension.name)} AND pg_catalog.obj_description(oid, 'pg_extension') IS DISTINCT FROM ${quoteLiteral(extension.comment)}) THEN`,
      execute(`COMMENT ON EXTENSION ${quoteIdent(extension.name)} IS ${quoteLiteral(extension.comment)}`),
      'END IF;',
    ].join('\n'),
    otherwise: `the comment on extension ${quoteIdent(extension.name)} was not set`,
  });
}

/** initdb's own comment on the database `postgres` is not the user's. */
async function databaseComment(q: Query, ctx: CatalogueContext): Promise<string> {
  const [row] = await q(
    `SELECT pg_catalog.shobj_description(oid, 'pg_database') AS comment FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()`,
  );
  const comment = row?.comment ?? null;
  if (comment === null || (ctx.database === 'postgres' && comment === 'default administrative connection database'))
    return '';
  return guarded({
    body: `EXECUTE pg_catalog.concat(pg_catalog.format('COMMENT ON DATABASE %I IS ', pg_catalog.current_database()), ${quoteLiteral(quoteLiteral(comment))});`,
    otherwise: 'the comment on the database was not set',
  });
}

function inOrder(found: readonly Extension[]): Extension[] {
  const byName = new Map(found.map((extension) => [extension.name, extension]));
  const ordered = new Set<Extension>();
  const visit = (extension: Extension): void => {
    if (ordered.has(extension)) return;
    for (const name of extension.requires) {
      const required = byName.get(name);
      if (required !== undefined) visit(required);
    }
    ordered.add(extension);
  };
  found.forEach(visit);
  return [...ordered];
}
