import type { StatementInfo } from '@stowbase/sql-stream';
import { objectKey } from '../../object-key';
import { cronJobOf } from '../../plan/cron-job';
import { madeBy } from '../../script/made-objects';
import { ownText } from '../../script/own-text';
import { identityArguments } from '../../script/routine-arguments';
import type { Statement } from '../../script/statement';
import { tableKey } from '../../table-name';
import type { ExpectedPolicy, ExpectedState, FiringState } from './expected-state';
import { noteDefaultPrivileges, notePrivileges } from './note-privileges';
import { readSetval } from './setval';

/**
 * Adds what one statement that was run says the target must have. `guarded`: it stands in a DO block that goes on with a warning when
 * it is refused.
 */
export function noteStatement(state: ExpectedState, statement: Statement, guarded = false): void {
  noteContent(state, statement, guarded);
  const { policies, triggers, foreignKeys } = state;
  for (const { key } of madeBy(statement)) {
    if (guarded) state.guarded.add(key);
    else if (!policies.has(key) && !triggers.has(key) && !foreignKeys.has(key)) state.created.add(key);
  }
}

function noteContent(state: ExpectedState, statement: Statement, guarded: boolean): void {
  const { info, text } = statement;
  switch (info.verb) {
    case 'CREATE':
      return noteCreate(state, info);
    case 'ALTER':
      return noteAlter(state, info, text);
    case 'GRANT':
    case 'REVOKE':
      return notePrivileges(state, info, identityArguments(text), guarded);
    case 'SELECT': {
      const setval = readSetval(text);
      if (setval !== null) state.sequences.set(tableKey(setval.sequence), setval);
      return;
    }
    case 'DO': {
      for (const inner of statement.inner) noteStatement(state, inner, true);
      const job = cronJobOf(text)?.name ?? null;
      if (job !== null) state.guarded.add(objectKey.cronJob(job));
      return;
    }
    default:
  }
}

/** What a trigger, policy or rule must be like. That it is there at all is asked with all other objects. */
function noteCreate(state: ExpectedState, info: StatementInfo): void {
  const { name, on } = info;
  if (name === null || on === null) return;
  const schema = on.schema ?? '';
  switch (info.objectType) {
    case 'POLICY':
      if (info.policy !== null) state.policies.set(objectKey.policy(schema, on.name, name), policyOf(state, info));
      return;
    case 'TRIGGER':
      state.triggers.set(objectKey.trigger(schema, on.name, name), 'O');
      return;
    case 'RULE':
      state.rules.set(objectKey.rule(schema, on.name, name), 'O');
      return;
    default:
  }
}

function policyOf({ sharedPolicies }: ExpectedState, { policy, grantees }: StatementInfo): ExpectedPolicy {
  const { restrictive, command } = policy ?? { restrictive: false, command: 'ALL' };
  const roles = grantees.filter((role) => role !== 'public').sort();
  const key = JSON.stringify([restrictive, command, roles]);
  const shared = sharedPolicies.get(key) ?? { restrictive, command, roles: roles.map(ownText) };
  sharedPolicies.set(key, shared);
  return shared;
}

function noteAlter(state: ExpectedState, info: StatementInfo, text: Buffer): void {
  const { objectType, name, part, action } = info;
  const schema = info.schema ?? '';
  if (objectType === 'DEFAULT PRIVILEGES') return noteDefaultPrivileges(state, info);
  if (name === null || (objectType !== 'TABLE' && objectType !== 'FOREIGN TABLE')) return;
  switch (action) {
    case 'ENABLE ROW LEVEL SECURITY':
      rowSecurityOf(state, schema, name).enabled = true;
      return;
    case 'FORCE ROW LEVEL SECURITY':
      rowSecurityOf(state, schema, name).forced = true;
      return;
    case 'ADD CONSTRAINT':
      if (info.constraintType === 'FOREIGN KEY' && part !== null) {
        state.foreignKeys.set(objectKey.constraint(schema, name, part), !notValid.test(text.toString('latin1')));
      }
      return;
    default: {
      const firing = action === null ? undefined : firingStates[action];
      if (firing === undefined || part === null) return;
      if (action?.endsWith('TRIGGER') === true) state.triggers.set(objectKey.trigger(schema, name, part), firing);
      else state.rules.set(objectKey.rule(schema, name, part), firing);
    }
  }
}

const notValid = /\sNOT\s+VALID\s*;?\s*$/i;

const firingStates: Partial<Record<string, FiringState>> = {
  'ENABLE TRIGGER': 'O',
  'ENABLE ALWAYS TRIGGER': 'A',
  'ENABLE REPLICA TRIGGER': 'R',
  'DISABLE TRIGGER': 'D',
  'ENABLE RULE': 'O',
  'ENABLE ALWAYS RULE': 'A',
  'ENABLE REPLICA RULE': 'R',
  'DISABLE RULE': 'D',
};

function rowSecurityOf(state: ExpectedState, schema: string, table: string): { enabled: boolean; forced: boolean } {
  const key = objectKey.relation(schema, table);
  const known = state.rowSecurity.get(key) ?? { enabled: false, forced: false };
  state.rowSecurity.set(key, known);
  return known;
}
