import type { Contents } from '@stowbase/archive';
import { objectKey } from '../../object-key';
import { RestoreError } from '../../errors';
import type { PlanRequest } from '../../request';
import type { TargetFacts } from '../target-facts';
import { partsOf } from './parts';

/**
 * The database a backup was made of takes it back when it was wiped, or over what is there (mode replace, whose typed confirmation
 * `refuseConfirmation` asks for). A single table under another, free name is let through: nothing that exists is touched.
 */
export function refuseSource(
  facts: TargetFacts,
  contents: Contents,
  request: Pick<PlanRequest, 'mode' | 'only'>,
): void {
  if (request.mode === 'replace' || facts.userObjects.count === 0 || onlyNewTables(facts, contents, request)) return;
  const name = sameDatabase(facts, contents);
  if (name === null) return;
  throw new RestoreError(
    'TARGET_IS_SOURCE',
    `The target is where this backup came from: ${name}. Nothing was changed.`,
    'Restore into another database. To bring this one back to the backup, use --replace; to look for lost rows, restore one table under another name (--only).',
  );
}

/**
 * How the source is named when the target is it, else null. Two refs that differ are two projects, even when one is a physical copy of
 * the other with the same system identifier.
 */
function sameDatabase(facts: TargetFacts, { project, source }: Contents): string | null {
  if (facts.ref !== null && project.ref !== null) return facts.ref === project.ref ? `project ${facts.ref}` : null;
  const { systemIdentifier = null } = source;
  const same = systemIdentifier !== null && systemIdentifier === facts.systemIdentifier;
  return same && source.database === facts.database
    ? `database "${facts.database}" of the same PostgreSQL cluster, or of a physical copy of it`
    : null;
}

const onlyNewTables = (facts: TargetFacts, contents: Contents, { only }: Pick<PlanRequest, 'only'>): boolean =>
  partsOf(contents, only).every(
    (part) => part.kind === 'table' && !facts.objects.has(objectKey.relation(part.to.schema, part.to.name)),
  );
