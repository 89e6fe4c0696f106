import { parseStatement, Tokens, type Token } from '@stowbase/sql-stream';
import type { Decision, RestoreScript } from './restore-script';

/** The privilege MAINTAIN came with PostgreSQL 17, and Supabase's default privileges give it to everybody who has the others. */
const firstWithMaintain = 17;

/**
 * The same script for a server that knows less than the source's: a privilege it has never heard of is left out of GRANT and REVOKE, and
 * a statement that is about nothing else is skipped.
 */
export function forOlderServer(script: RestoreScript, targetMajor: number): RestoreScript {
  if (targetMajor >= firstWithMaintain) return script;
  const { members, toleratesMissingRights, tables, warnings } = script;
  return {
    ...{ members, toleratesMissingRights },
    ...(tables === undefined ? {} : { tables }),
    ...(warnings === undefined ? {} : { warnings }),
    decide(part, member, index) {
      const decision = script.decide(part, member, index);
      return part.type === 'statement' && decision.do === 'run' ? withoutMaintain(decision) : decision;
    },
  };
}

function withoutMaintain(decision: Decision & { do: 'run' }): Decision {
  const { text } = decision;
  if (!text.includes('MAINTAIN')) return decision;
  const { privileges } = parseStatement(text);
  if (!privileges.some(({ name }) => name === 'MAINTAIN')) return decision;
  if (privileges.length === 1) {
    return { do: 'skip', reason: `MAINTAIN is a privilege of PostgreSQL ${firstWithMaintain} and newer.` };
  }
  return { ...decision, text: withoutPrivilege(text, 'maintain') };
}

/** The statement without one of the several privileges in its list, and without the comma that came with it. */
function withoutPrivilege(text: Buffer, privilege: string): Buffer {
  const tokens = new Tokens(text);
  let before: Token | null = null;
  for (let token = tokens.next(); token.kind !== 'end'; before = token, token = tokens.next()) {
    if (token.kind !== 'word' || token.value !== privilege) continue;
    // The list's first one takes the comma behind it along.
    const [start, end] = before?.value === ',' ? [before.start, token.end] : [token.start, tokens.peek().end];
    return Buffer.concat([text.subarray(0, start), text.subarray(end)]);
  }
  return text;
}
