import type { Contents } from '@stowbase/archive';
import { quoteIdentifier } from '@stowbase/postgres';
import { RestoreError } from '../../errors';
import { objectKey } from '../../object-key';
import type { PlanRequest } from '../../request';
import type { TargetFacts } from '../target-facts';
import { historySchema, partsOf, type Part } from './parts';

/**
 * Without the right to create anything nothing could be restored; what single statements need beyond that shows when they run. Rows
 * need no right that could be looked up for all tables at once.
 */
export function refuseMissingRights(facts: TargetFacts, contents: Contents, { only }: Pick<PlanRequest, 'only'>): void {
  const parts = partsOf(contents, only);
  if (parts.some((part) => needsCreate(facts, part)) && !facts.createInDatabase) {
    const [database, user] = [facts.database, facts.user].map(quoteIdentifier);
    throw new RestoreError(
      'TARGET_RIGHTS_MISSING',
      `The user ${user} may not create anything in database ${database}. Nothing was changed.`,
      `Restore as the owner of the database, or let its owner run: GRANT CREATE ON DATABASE ${database} TO ${user};`,
    );
  }
  if (parts.every(({ kind }) => kind === 'roles') && !facts.createRole) {
    throw new RestoreError(
      'TARGET_RIGHTS_MISSING',
      `The user ${quoteIdentifier(facts.user)} may not create roles. Nothing was changed.`,
      'Restore the roles as a superuser or a user with CREATEROLE.',
    );
  }
}

function needsCreate({ objects }: TargetFacts, part: Part): boolean {
  switch (part.kind) {
    case 'definitions':
      return true;
    case 'history':
      return !objects.has(objectKey.schema(historySchema));
    case 'table':
      return !objects.has(objectKey.schema(part.to.schema));
    case 'roles':
    case 'data':
      return false;
  }
}
