import type { StatementInfo } from '@stowbase/sql-stream';
import { objectKey } from '../../object-key';
import { ownText } from '../../script/own-text';
import type { AclChange } from '../acl/acl';
import { nameBit, type AclKind } from '../acl/privilege-bits';
import { columnKey, type ExpectedDefaults, type ExpectedState } from './expected-state';

/** GRANT or REVOKE on an object. `identity` is the argument list of a routine. */
export function notePrivileges(state: ExpectedState, info: StatementInfo, identity: string, guarded: boolean): void {
  const object = aclObject(info, identity);
  if (object === null) return;
  const whole = info.privileges.filter(({ columns }) => columns.length === 0);
  if (whole.length > 0) add(state, object.key, object.kind, changesOf(state, info, whole, guarded));
  for (const { name, columns } of info.privileges) {
    for (const column of columns) {
      const key = columnKey(info.schema ?? '', info.name ?? '', column);
      add(state, key, 'column', changesOf(state, info, [{ name }], guarded));
    }
  }
}

export function noteDefaultPrivileges(state: ExpectedState, info: StatementInfo): void {
  const objectType = defaultTypes[info.defaultsFor ?? ''];
  if (objectType === undefined || info.role === null) return;
  const key = defaultsKey(info.role, info.schema, objectType);
  const entry = state.defaults.get(key) ?? { role: info.role, schema: info.schema, objectType, changes: [] };
  entry.changes.push(...changesOf(state, { ...info, verb: info.action ?? '' }, info.privileges, false));
  state.defaults.set(key, entry);
}

export const defaultsKey = (role: string, schema: string | null, objectType: string): string =>
  JSON.stringify([role, schema, objectType]);

const defaultTypes: Partial<Record<string, ExpectedDefaults['objectType']>> = {
  TABLES: 'r',
  SEQUENCES: 'S',
  FUNCTIONS: 'f',
  ROUTINES: 'f',
  TYPES: 'T',
  SCHEMAS: 'n',
  'LARGE OBJECTS': 'L',
};

function add(state: ExpectedState, key: string, kind: AclKind, changes: AclChange[]): void {
  const known = state.privileges.get(key);
  if (known === undefined) state.privileges.set(key, { kind, changes });
  else known.changes.push(...changes);
}

function changesOf(
  state: ExpectedState,
  info: StatementInfo,
  privileges: readonly { name: string }[],
  guarded: boolean,
): AclChange[] {
  const bits = privileges.some(({ name }) => name === 'ALL')
    ? null
    : privileges.reduce((sum, { name }) => sum | nameBit(name), 0);
  const grant = info.verb === 'GRANT';
  const option = grant ? info.grantOption : info.grantOptionOnly;
  return info.grantees.map((grantee) => {
    const key = JSON.stringify([grant, grantee, bits, option, guarded]);
    const known = state.sharedChanges.get(key);
    const change = known ?? { grant, grantee: ownText(grantee), bits, option, ...(guarded ? { guarded } : {}) };
    if (known === undefined) state.sharedChanges.set(key, change);
    return change;
  });
}

/** Null for what isn't compared: roles, parameters, the database itself, which a restore shares with others. */
function aclObject(info: StatementInfo, identity: string): { key: string; kind: AclKind } | null {
  const { objectType, schema, name } = info;
  if (name === null) return null;
  switch (objectType) {
    case 'TABLE':
      return { key: objectKey.relation(schema ?? '', name), kind: 'table' };
    case 'SEQUENCE':
      return { key: objectKey.relation(schema ?? '', name), kind: 'sequence' };
    case 'FUNCTION':
    case 'PROCEDURE':
    case 'ROUTINE':
      return { key: objectKey.routine(schema ?? '', name, identity), kind: 'routine' };
    case 'TYPE':
    case 'DOMAIN':
      return { key: objectKey.type(schema ?? '', name), kind: 'type' };
    case 'SCHEMA':
      return { key: objectKey.schema(name), kind: 'schema' };
    case 'LANGUAGE':
      return { key: objectKey.language(name), kind: 'language' };
    case 'FOREIGN DATA WRAPPER':
      return { key: objectKey.foreignDataWrapper(name), kind: 'wrapper' };
    case 'FOREIGN SERVER':
      return { key: objectKey.server(name), kind: 'server' };
    case 'LARGE OBJECT':
      return { key: objectKey.largeObject(name), kind: 'large object' };
    default:
      return null;
  }
}
