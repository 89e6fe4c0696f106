import type { ArchiveMember } from '@stowbase/archive';
import { LeftOut, MissingRights } from '../run/missing-rights';
import type { RunContext, RunCounts } from '../run/run-types';
import { statementsOf } from '../selection/member-statements';

/** What the first step of a restore that goes on had left out: what the plan skips, and what the server refused then. */
export async function leftOutBefore(
  { archive, script }: Pick<RunContext, 'archive' | 'script'>,
  definitions: readonly ArchiveMember[],
  { skipped }: RunCounts,
): Promise<LeftOut> {
  const leftOut = new LeftOut();
  if (!script.toleratesMissingRights) return leftOut;
  const rights = new MissingRights(() => undefined, leftOut);
  for (const { text } of skipped) rights.skips(Buffer.from(text));
  for (const member of definitions) {
    for await (const { part, index } of statementsOf(archive, member)) {
      if (script.decide(part, member, index).do === 'skip') rights.skips(part.text);
    }
  }
  return leftOut;
}
