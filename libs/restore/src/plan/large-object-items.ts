import type { Archive, ArchiveMember, Contents } from '@stowbase/archive';
import { parseStatement } from '@stowbase/sql-stream';
import { objectKey } from '../object-key';
import type { RestoreScript } from '../script/restore-script';
import { statementsOf } from '../selection/member-statements';
import { addItems, type ItemContext } from './statement-items';

/** Large objects go by their number: those that are there are named one by one, the others counted. */
export async function addLargeObjectItems(
  context: ItemContext,
  script: RestoreScript,
  archive: Archive,
  contents: Contents,
): Promise<void> {
  let free = 0;
  for await (const { oid, member, part, index } of largeObjects(script, archive, contents)) {
    const decision = script.decide(part, member, index);
    if (decision.do === 'run' && !context.facts.objects.has(objectKey.largeObject(oid))) free += 1;
    else addItems(context, part, member, decision);
  }
  if (free > 0) {
    context.items.add({ action: 'create', type: 'large objects', name: String(free), key: null, reason: null });
  }
}

/**
 * They are made before the first row, in members that belong to no table (encrypted ones have no name to tell them by), and filled at
 * the very end: so reading stops where filling starts.
 */
async function* largeObjects(script: RestoreScript, archive: Archive, contents: Contents) {
  if (contents.largeObjects.count === 0) return;
  const ofTables = new Set(contents.tables.flatMap(({ members }) => members));
  const candidates = script.members.filter((member) => holdsNoRows(member) && !ofTables.has(member.number));
  for (const member of candidates) {
    for await (const { part, index } of statementsOf(archive, member)) {
      if (part.type !== 'statement') continue;
      const { routine } = parseStatement(part.text);
      if (routine?.name === 'lo_put') return;
      const oid = routine?.name === 'lo_create' ? /\d+/.exec(part.text.toString('latin1', 0, 80))?.[0] : undefined;
      if (oid !== undefined) yield { oid, member, part, index };
    }
  }
}

const holdsNoRows = ({ kind }: ArchiveMember): boolean => kind === 'data' || kind === 'large_objects';
