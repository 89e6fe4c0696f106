import type { Archive, Contents } from '@stowbase/archive';
import type { PlanRequest } from '../request';
import { selectScript } from '../selection/select';
import { fullScript } from '../script/full-script';
import type { RestoreScript } from '../script/restore-script';
import { isRead } from '../script/survey';
import { statementsOf } from '../selection/member-statements';
import { confirmationFor } from '../target/refuse/confirmation';
import type { TargetFacts } from '../target/target-facts';
import { ItemList } from './item-list';
import { addLargeObjectItems } from './large-object-items';
import { planWarnings } from './plan-warnings';
import type { PlanAction, PlanItem, RestorePlan } from './restore-plan';
import { addRowItems, tablesOf } from './row-items';
import { addItems, type ItemContext } from './statement-items';

export interface PlanInput {
  readonly archive: Archive;
  readonly contents: Contents;
  readonly facts: TargetFacts;
  readonly request: Pick<PlanRequest, 'mode' | 'only' | 'resume' | 'signal'>;
  /** The whole-file hash was compared with a recorded one. */
  readonly originProven: boolean;
}

/**
 * What a restore into this target would do, and the script that does it. Reads every member but rows; the target is not asked again.
 * Conflicts are items, not errors. @throws RestoreError of the selection; ArchiveError
 */
export async function planOf(input: PlanInput): Promise<RestorePlan> {
  const { archive, contents, facts, request, originProven } = input;
  const full = await fullScript({ archive, contents, facts });
  const script = await selectScript({ script: full, archive, contents, only: request.only, facts });
  const context = { script: full, facts, mode: request.mode, resumed: request.resume === true, items: new ItemList() };
  await addStatements(context, script, input);
  await addLargeObjectItems(context, script, archive, contents);
  const tables = addRowItems(context, tablesOf(script, contents));
  const items = context.items.list();
  return {
    archive: archiveFacts(input),
    target: {
      ...{ kind: facts.kind, ref: facts.ref, host: facts.host, database: facts.database },
      ...{ serverVersionNum: facts.serverVersionNum, user: facts.user, superuser: facts.superuser },
      confirmation: confirmationFor(facts),
    },
    ...{ mode: request.mode, only: request.only, items, counts: countActions(items), tables },
    rawBytes: script.members.reduce((sum, { rawSize }) => sum + rawSize, 0),
    warnings: [...planWarnings({ archive, contents, facts, script: full, originProven }), ...(script.warnings ?? [])],
    script,
  };
}

async function addStatements(
  context: ItemContext,
  script: RestoreScript,
  { archive, request }: PlanInput,
): Promise<void> {
  for (const member of script.members.filter(isRead)) {
    request.signal?.throwIfAborted();
    for await (const { part, index } of statementsOf(archive, member)) {
      if (part.type === 'statement') addItems(context, part, member, script.decide(part, member, index));
    }
  }
}

function archiveFacts({ archive, contents, originProven }: PlanInput): RestorePlan['archive'] {
  const { backupId, createdAt, snapshotAt, serverVersionNum, encryption } = archive.manifest;
  return {
    ...{ backupId, createdAt, snapshotAt, serverVersionNum, originProven },
    projectRef: contents.project.ref,
    database: contents.source.database,
    encrypted: encryption !== null,
  };
}

function countActions(items: readonly PlanItem[]): Record<PlanAction, number> {
  const counts: Record<PlanAction, number> = { create: 0, skip: 0, rewrite: 0, replace: 0, conflict: 0 };
  for (const { action } of items) counts[action] += 1;
  return counts;
}
