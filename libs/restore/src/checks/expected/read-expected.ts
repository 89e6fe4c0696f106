import type { Archive, ArchiveMember, Contents } from '@stowbase/archive';
import { parseStatement, splitStatements, SqlScanner, type SqlPart, type StatementPart } from '@stowbase/sql-stream';
import type { RestoreScript } from '../../script/restore-script';
import type { SkippedStatement } from '../../report';
import { createdKey } from './created-keys';
import { emptyState, type ExpectedState } from './expected-state';
import { noteStatement } from './note-statement';
import { skippedExpectation } from './skipped';

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
    if (member.kind === 'preamble') state.tookBack = true;
    for await (const { part, index } of statementsOf(archive, member)) {
      if (part.type !== 'statement') continue;
      const decision = script.decide(part, member, index);
      const reason = decision.do === 'skip' ? decision.reason : refused.get(placeOf(member.name, index + 1));
      if (decision.do === 'skip' && decision.unasked === true) continue;
      if (reason === undefined && decision.do === 'run') noteText(state, decision.text, part);
      else noteSkipped(state, part, reason ?? '');
    }
  }
  return state;
}

/** Statements and COPYs with their place in the member, from 0. */
export async function* statementsOf(
  archive: Archive,
  member: ArchiveMember,
): AsyncGenerator<{ part: Extract<SqlPart, { type: 'statement' | 'copy-begin' }>; index: number }> {
  const scanner = new SqlScanner({ maxStatementBytes: member.rawSize + 1 });
  let index = 0;
  for await (const chunk of archive.readMember(member.name)) {
    for (const part of scanner.push(chunk)) {
      if (part.type === 'statement' || part.type === 'copy-begin') yield { part, index: index++ };
    }
  }
  scanner.end();
}

const placeOf = (member: string, statement: number): string => `${statement} ${member}`;

/** A rewritten statement may have become several, or none. */
function noteText(state: ExpectedState, text: Buffer, part: StatementPart): void {
  if (text === part.text) return noteOne(state, text);
  for (const one of splitStatements(text)) if (one.type === 'statement') noteOne(state, one.text);
}

function noteOne(state: ExpectedState, text: Buffer): void {
  const info = parseStatement(text);
  const key = createdKey(info, text);
  if (key !== null) state.created.add(key);
  noteStatement(state, info, text);
}

function noteSkipped(state: ExpectedState, { text }: StatementPart, reason: string): void {
  const skipped = skippedExpectation(parseStatement(text), text, reason);
  if (skipped !== null) state.skipped.push(skipped);
}
