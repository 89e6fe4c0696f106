import type { StatementInfo } from '@stowbase/sql-stream';
import { keyText } from '../../object-key';
import { createdKey } from './created-keys';
import type { ComparisonName, SkippedExpectation } from './expected-state';

/**
 * What isn't here because its statement was not run, by names only; null for what is about no object of its own (settings, comments),
 * which the report lists with all skipped statements.
 */
export function skippedExpectation(
  info: StatementInfo,
  text: Buffer | string,
  reason: string,
): SkippedExpectation | null {
  const key = createdKey(info, text);
  const what = comparisonOf(info, key);
  if (what === null) return null;
  return { what, key, text: `${key === null ? nameOf(info) : keyText(key)}: ${reason}` };
}

function comparisonOf(info: StatementInfo, key: string | null): ComparisonName | null {
  const { verb, objectType, action, routine } = info;
  if (verb === 'GRANT' || verb === 'REVOKE') return objectType === 'ROLE' ? 'objects' : 'privileges';
  if (verb === 'SELECT' && routine?.name === 'setval') return 'sequences';
  if (verb === 'CREATE' && objectType === 'POLICY') return 'policies';
  if (verb === 'CREATE' && objectType === 'TRIGGER') return 'triggers';
  if (objectType === 'DEFAULT PRIVILEGES') return 'default_privileges';
  if (action === 'OWNER TO') return 'owners';
  if (action?.endsWith('ROW LEVEL SECURITY') === true) return 'row_security';
  if (action !== null && /TRIGGER$|RULE$/.test(action)) return 'triggers';
  if (info.constraintType === 'FOREIGN KEY') return 'foreign_keys';
  return key === null ? null : 'objects';
}

/** `GRANT on table public.t to anon`, `owner of table public.t`, … */
function nameOf(info: StatementInfo): string {
  const { verb, objectType, schema, name, action, part, grantees } = info;
  const type = objectType?.toLowerCase() ?? 'object';
  const object = `${type} ${[schema, name].filter((one) => one !== null && one !== '').join('.')}`;
  if (verb === 'GRANT') return `GRANT on ${object} to ${grantees.join(', ')}`;
  if (verb === 'REVOKE') return `REVOKE on ${object} from ${grantees.join(', ')}`;
  if (objectType === 'DEFAULT PRIVILEGES') return `default privileges of ${info.role ?? 'the role that restores'}`;
  if (action === 'OWNER TO') return `owner of ${object}`;
  return [action?.toLowerCase(), part, part === null ? '' : 'on', object].filter(Boolean).join(' ');
}
