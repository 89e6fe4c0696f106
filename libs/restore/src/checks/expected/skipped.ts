import type { StatementInfo } from '@stowbase/sql-stream';
import { keyText } from '../../object-key';
import { madeBy } from '../../script/made-objects';
import { makersIn } from '../../script/survey';
import type { Statement } from '../../script/statement';
import type { ComparisonName, SkippedExpectation } from './expected-state';

/**
 * What isn't here because its statement was not run, by names only; nothing for what is about no object of its own (settings,
 * comments), which the report lists with all skipped statements.
 */
export function skippedExpectations(statement: Statement, reason: string): SkippedExpectation[] {
  return makersIn(statement).flatMap((one): SkippedExpectation[] => {
    const key = madeBy(one)[0]?.key ?? null;
    const what = comparisonOf(one.info, key);
    const name = key === null ? nameOf(one.info) : keyText(key);
    return what === null ? [] : [{ what, key, text: `${name}: ${reason}` }];
  });
}

function comparisonOf(info: StatementInfo, key: string | null): ComparisonName | null {
  const { verb, objectType, action, routine } = info;
  if (verb === 'GRANT' || verb === 'REVOKE') return objectType === 'ROLE' ? 'objects' : 'privileges';
  if (verb === 'SELECT' && routine?.name === 'setval') return 'sequences';
  if (verb === 'CREATE' && objectType === 'POLICY') return 'policies';
  if (verb === 'CREATE' && objectType === 'TRIGGER') return 'triggers';
  if (verb === 'REFRESH') return 'materialized_views';
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
  const place = schema === name ? [name] : [schema, name];
  const object = `${type} ${place.filter((one) => one !== null && one !== '').join('.')}`;
  if (verb === 'GRANT') return `GRANT on ${object} to ${grantees.join(', ')}`;
  if (verb === 'REVOKE') return `REVOKE on ${object} from ${grantees.join(', ')}`;
  if (objectType === 'DEFAULT PRIVILEGES') return `default privileges of ${info.role ?? 'the role that restores'}`;
  if (action === 'OWNER TO') return `owner of ${object}`;
  return [action?.toLowerCase(), part, part === null ? '' : 'on', object].filter(Boolean).join(' ');
}
