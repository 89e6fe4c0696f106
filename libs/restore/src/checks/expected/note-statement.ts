import type { StatementInfo } from '@stowbase/sql-stream';
import { objectKey } from '../../object-key';
import { cronJobOf } from '../../plan/cron-job';
import { madeBy } from '../../script/made-objects';
import { identityArguments } from '../../script/routine-arguments';
import type { Statement } from '../../script/statement';
import { tableKey } from '../../table-name';
import type { ExpectedState, FiringState } from './expected-state';
import { noteDefaultPrivileges, notePrivileges } from './note-privileges';
import { readSetval } from './setval';

/**
 * Adds what one statement that was run says the target must have. `guarded`: it stands in a DO block that goes on with a warning when
 * it is refused.
 */
export function noteStatement(state: ExpectedState, statement: Statement, guarded = false): void {
  const { info, text } = statement;
  for (const { key } of madeBy(statement)) (guarded ? state.guarded : state.created).add(key);
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
      if (info.policy === null) return;
      state.policies.set(objectKey.policy(schema, on.name, name), {
        ...info.policy,
        roles: info.grantees.filter((role) => role !== 'public').sort(),
      });
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
