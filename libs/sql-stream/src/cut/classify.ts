import { parseStatement } from '../statement/parse-statement';
import type { StatementInfo } from '../statement/statement-info';

/** `anchor`: rows may need it; `post`: must wait for the rows; `neutral`: stands where it is. */
export type CutClass = 'anchor' | 'post' | 'neutral';

const ANCHOR_TYPES: ReadonlySet<string> = new Set(['TABLE', 'FOREIGN TABLE', 'SEQUENCE']);
const POST_TYPES: ReadonlySet<string> = new Set([
  ...['INDEX', 'STATISTICS', 'RULE', 'TRIGGER', 'EVENT TRIGGER', 'POLICY', 'PUBLICATION', 'SUBSCRIPTION'],
]);
const TABLE_TYPES: ReadonlySet<string> = new Set(['TABLE', 'FOREIGN TABLE']);

/** On which side of the rows a statement of a schema-only dump belongs. */
export function classify(text: Buffer | string): CutClass {
  const info = parseStatement(text);
  if (isAnchor(info)) return 'anchor';
  return isPost(info) ? 'post' : 'neutral';
}

/**
 * Whether a statement counts as "post": constraints, indexes, statistics, rules, triggers, policies, row security,
 * publications, subscriptions, event triggers, views created again once their key exists, privileges. Not: FORCE ROW
 * LEVEL SECURITY, OWNER TO, ADD GENERATED, comments. For statements as pg_dump writes them: a rule may turn each
 * CREATE VIEW into CREATE OR REPLACE VIEW, so the cut is made before the rules.
 */
export function isPostStatement(text: Buffer | string): boolean {
  return classify(text) === 'post';
}

function isAnchor(info: StatementInfo): boolean {
  const type = info.objectType ?? '';
  if (info.verb === 'CREATE') return ANCHOR_TYPES.has(type);
  if (info.verb !== 'ALTER') return false;
  switch (info.action) {
    case 'ATTACH PARTITION':
    case 'ADD GENERATED':
      return TABLE_TYPES.has(type);
    case 'SET DEFAULT':
      return type !== 'DOMAIN';
    case 'OWNED BY':
      return type === 'SEQUENCE';
    default:
      return false;
  }
}

function isPost(info: StatementInfo): boolean {
  const type = info.objectType ?? '';
  switch (info.verb) {
    case 'GRANT':
    case 'REVOKE':
    case 'DO': // A guarded grant of ours: pg_dump writes no DO.
      return true;
    case 'CREATE':
      return POST_TYPES.has(type) || (type === 'VIEW' && info.orReplace);
    case 'SET': // Privileges given by a role that is not the owner stand behind its session authorization.
      return info.setting?.name === 'session_authorization';
    case 'ALTER':
      return (
        POST_TYPES.has(type) ||
        type === 'DEFAULT PRIVILEGES' ||
        info.action === 'ADD CONSTRAINT' ||
        info.action === 'ENABLE ROW LEVEL SECURITY'
      );
    default:
      return false;
  }
}
