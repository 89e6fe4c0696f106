import type { ArchiveMember, MemberKind } from '@stowbase/archive';
import type { Client } from 'pg';
import type { RestoreStage } from '../request';
import { MemberRunner } from './member-runner';
import { runPutAside } from './put-aside';
import type { RunContext, RunCounts } from './run-types';
import type { SequenceValues } from './sequence-values';

/** The rows that a CHECK refused come again when all other rows are there, before constraints and triggers are. */
export async function sendMembers(
  context: RunContext,
  client: Client,
  counts: RunCounts,
  sequences: SequenceValues,
): Promise<void> {
  const { members } = context.script;
  const runner = new MemberRunner({ client, context, counts, sequences });
  const lastRows = members.findLastIndex(({ kind }) => kind === 'data');
  const putAside: ArchiveMember[] = [];
  let stage: RestoreStage | null = null;
  try {
    for (const [index, member] of members.entries()) {
      const now = stageOf(member);
      if (now !== stage) context.enter((stage = now));
      const next = members[index + 1];
      const linger = member.kind === 'data' && next?.kind === 'data';
      const outcome = await runner.run(member, next === undefined ? {} : { next, linger });
      if (outcome === 'put-aside') putAside.push(member);
      if (index !== lastRows) continue;
      await runPutAside(putAside, (again, lastTry) => runner.run(again, { lastTry }));
    }
  } finally {
    await runner.close();
  }
}

/** What must exist before rows; everything else but rows comes after them. */
const definitions: ReadonlySet<MemberKind> = new Set([
  'roles',
  'preamble',
  'extensions',
  'schema',
  'schemas',
  'definitions',
  'constraints',
]);

function stageOf({ kind }: ArchiveMember): RestoreStage {
  if (kind === 'data' || kind === 'large_objects') return 'rows';
  return definitions.has(kind) ? 'definitions' : 'finish';
}
