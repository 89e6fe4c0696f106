import { parseStatement, type StatementInfo } from '@stowbase/sql-stream';
import { objectKey } from '../../object-key';
import { createdKey } from './created-keys';
import type { ExpectedState, FiringState } from './expected-state';
import { guardedStatements, scheduledJobs } from './guarded-statements';
import { noteDefaultPrivileges, notePrivileges } from './note-privileges';
import { routineArguments } from './routine-arguments';
import { readSetval } from './setval';

/** Adds what one statement that was run says the target must have. */
export function noteStatement(state: ExpectedState, info: StatementInfo, text: Buffer | string, guarded = false): void {
  switch (info.verb) {
    case 'CREATE':
      return noteCreate(state, info);
    case 'ALTER':
      return noteAlter(state, info, text);
    case 'GRANT':
    case 'REVOKE':
      return notePrivileges(state, info, routineArguments(text, info), guarded);
    case 'SELECT':
      return noteSetval(state, text);
    case 'DO':
      for (const inner of guardedStatements(Buffer.from(text))) noteGuarded(state, inner);
      for (const job of scheduledJobs(Buffer.from(text))) state.guarded.add(objectKey.cronJob(job));
      return;
    default:
  }
}

function noteGuarded(state: ExpectedState, text: string): void {
  const info = parseStatement(text);
  const key = createdKey(info, text);
  if (key !== null) state.guarded.add(key);
  noteStatement(state, info, text, true);
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

function noteAlter(state: ExpectedState, info: StatementInfo, text: Buffer | string): void {
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
        state.foreignKeys.set(objectKey.constraint(schema, name, part), !/\sNOT\s+VALID\s*;?\s*$/i.test(String(text)));
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

function noteSetval(state: ExpectedState, text: Buffer | string): void {
  const setval = readSetval(text);
  if (setval !== null) state.sequences.set(setval.sequence, setval);
}
