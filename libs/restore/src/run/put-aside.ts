import type { ArchiveMember } from '@stowbase/archive';
import type { MemberOutcome } from './member-runner';

/**
 * Runs members whose rows a CHECK refused, when all others are done: again and again while one more of them gets through, as some may
 * wait for the rows of others. The one that never does is the error.
 */
export async function runPutAside(
  members: readonly ArchiveMember[],
  run: (member: ArchiveMember, lastTry: boolean) => Promise<MemberOutcome>,
): Promise<void> {
  for (let waiting = [...members]; waiting.length > 0;) {
    const refused: ArchiveMember[] = [];
    for (const member of waiting) if ((await run(member, false)) === 'put-aside') refused.push(member);
    const [first] = refused;
    if (first !== undefined && refused.length === waiting.length) await run(first, true);
    waiting = refused;
  }
}
