import { objectKey } from '../../object-key';
import type { ComparisonInput } from '../comparison-input';
import { columnKey } from '../expected/expected-state';
import { schemasOf } from '../schemas-of';
import { readAcl, type Acl, type AclChange } from './acl';
import type { AclKind } from './privilege-bits';
import { privilegeQueries } from './privilege-queries';

export interface ObjectPrivileges {
  readonly key: string;
  readonly kind: AclKind;
  readonly owner: string;
  /** What it started with, before the archive's GRANTs and REVOKEs. */
  readonly base: Acl;
  readonly actual: Acl;
  readonly changes: readonly AclChange[];
  /** Made by this restore: what is beyond the changes came from the target. */
  readonly isNew: boolean;
}

/**
 * The objects that this restore made or whose privileges it changed. What was there before starts with what it has now: then only
 * the archive's own GRANTs and REVOKEs are looked at.
 */
export async function* objectsWithPrivileges({
  catalogue,
  expected,
  facts,
}: ComparisonInput): AsyncGenerator<ObjectPrivileges> {
  const schemas = schemasOf([...expected.created, ...expected.privileges.keys()]);
  for (const { sql, perSchema } of privilegeQueries) {
    for await (const rows of catalogue.pages(sql, perSchema ? [schemas] : undefined)) {
      for (const row of rows) {
        const kind = row['kind'] as AclKind;
        const keys = keysOf(kind, row);
        const key = keys.find((one) => expected.created.has(one) || expected.privileges.has(one));
        const column =
          kind === 'column' && expected.created.has(objectKey.relation(row['schema'] ?? '', row['name'] ?? ''));
        if (key === undefined && !column) continue;
        const changes = keys.flatMap((one) => expected.privileges.get(one)?.changes ?? []);
        const isNew = column || keys.some((one) => expected.created.has(one) && !wasThere(one, kind));
        const actual = readAcl(JSON.parse(row['acl'] ?? '[]') as string[]);
        const known = isNew || (expected.tookBack && row['taken_back'] === 'true');
        const base = known ? readAcl(JSON.parse(row['base'] ?? '[]') as string[]) : actual;
        yield { key: key ?? keys[0] ?? '', kind, owner: row['owner'] ?? '', base, actual, changes, isNew };
      }
    }
  }

  /** A schema is made only where it is missing; what else was there is in the way of a restore, or was dropped. */
  function wasThere(key: string, kind: AclKind): boolean {
    return kind === 'schema' && facts.objects.has(key);
  }
}

/** A GRANT names an aggregate by its input types, and one without any differently from the statement that made it. */
function keysOf(kind: AclKind, row: Record<string, string | null>): string[] {
  const [schema, name, args] = [row['schema'] ?? '', row['name'] ?? '', row['args'] ?? ''];
  switch (kind) {
    case 'table':
    case 'sequence':
      return [objectKey.relation(schema, name)];
    case 'column':
      return [columnKey(schema, name, args)];
    case 'routine':
      return [...new Set([args, row['types'] ?? '', ...(row['types'] === '' ? ['*'] : [])])].map((one) =>
        objectKey.routine(schema, name, one),
      );
    case 'type':
      return [objectKey.type(schema, name)];
    case 'schema':
      return [objectKey.schema(name)];
    case 'language':
      return [objectKey.language(name)];
    case 'wrapper':
      return [objectKey.foreignDataWrapper(name)];
    case 'server':
      return [objectKey.server(name)];
    case 'large object':
      return [objectKey.largeObject(name)];
  }
}
