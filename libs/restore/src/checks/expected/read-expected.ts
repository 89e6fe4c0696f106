import type { Archive, Contents } from '@stowbase/archive';
import { parseStatement, splitStatements, type StatementPart } from '@stowbase/sql-stream';
import type { SkippedStatement } from '../../report';
import type { RestoreScript } from '../../script/restore-script';
import { readStatement } from '../../script/statement';
import { statementsOf } from '../../selection/member-statements';
import { emptyState, type ExpectedState } from './expected-state';
import { noteStatement } from './note-statement';
import { skippedExpectations } from './skipped';

export interface ExpectedSource {
  readonly archive: Archive;
  readonly contents: Contents;
  readonly script: RestoreScript;
  /** Refused by the server while the script ran, and let go. */
  readonly skipped: readonly SkippedStatement[];
}

/** Reads the members that aren't rows once more, and what became of each statement. */
export async function readExpected({ archive, contents, script, skipped }: ExpectedSource): Promise<ExpectedState> {
  const state = emptyState();
  const rowMembers = new Set(contents.tables.flatMap(({ members }) => members));
  const refused = new Map(skipped.map(({ member, statement, reason }) => [placeOf(member, statement), reason]));
  for (const member of script.members) {
    if (rowMembers.has(member.number)) continue;
    for await (const { part, index } of statementsOf(archive, member)) {
      if (part.type !== 'statement') continue;
      const decision = script.decide(part, member, index);
      const reason = decision.do === 'skip' ? decision.reason : refused.get(placeOf(member.name, index + 1));
      if (decision.do === 'skip' && decision.unasked === true) continue;
      if (reason === undefined && decision.do === 'run') {
        noteText(state, decision.text, part);
        // Its blocks take back what the target gives by itself.
        if (member.kind === 'preamble') state.tookBack ||= parseStatement(part.text).verb === 'DO';
      } else noteSkipped(state, part, reason ?? '');
    }
  }
  return state;
}

const placeOf = (member: string, statement: number): string => `${statement} ${member}`;

/** A rewritten statement may have become several, or none. */
function noteText(state: ExpectedState, text: Buffer, part: StatementPart): void {
  if (text === part.text) return noteStatement(state, readStatement(text));
  for (const one of splitStatements(text)) if (one.type === 'statement') noteStatement(state, readStatement(one.text));
}

function noteSkipped(state: ExpectedState, { text }: StatementPart, reason: string): void {
  state.skipped.push(...skippedExpectations(readStatement(text), reason));
}
