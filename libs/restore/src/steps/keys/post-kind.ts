import type { StatementInfo } from '@stowbase/sql-stream';

/**
 * What a statement of `schema_post` means for its order. `setting`: how the session works. `key`: an index or a constraint of one
 * table. `foreign-key`. `follows`: it leans on a key, and no key leans on it, so it may wait until the keys around it are there.
 * `other`: everything before it must be done, and nothing behind it begun. `privilege`: from the first one on, everything waits for the
 * last step, because only then the schemas are open again.
 */
export type PostKind = 'setting' | 'key' | 'foreign-key' | 'follows' | 'other' | 'privilege';

/** For statements as an archive has them. */
export function postKindOf(info: StatementInfo, text: Buffer): PostKind {
  switch (info.verb) {
    case 'SET':
    case 'RESET':
      return actsAs.has(info.setting?.name ?? '') ? 'privilege' : 'setting';
    case 'SELECT':
      return info.routine?.name === 'set_config' ? 'setting' : 'other';
    case 'GRANT':
    case 'REVOKE':
      return 'privilege';
    case 'DO':
      return text.includes("EXECUTE 'SET ROLE ") ? 'privilege' : 'other';
    case 'COMMENT':
    case 'SECURITY LABEL':
      return 'follows';
    case 'CREATE':
      if (info.objectType === 'INDEX') return info.only ? 'follows' : 'key';
      return info.objectType === 'STATISTICS' ? 'follows' : 'other';
    case 'ALTER':
      return alterKind(info);
    default:
      return 'other';
  }
}

/** A privilege given by somebody else than the owner stands between such statements. */
const actsAs: ReadonlySet<string> = new Set(['role', 'session_authorization']);

function alterKind(info: StatementInfo): PostKind {
  switch (info.objectType) {
    case 'DEFAULT PRIVILEGES':
      return 'privilege';
    case 'INDEX':
    case 'DOMAIN':
    case 'STATISTICS':
      return 'follows';
    case 'TABLE':
      return info.action === 'ADD CONSTRAINT' ? constraintKind(info) : 'follows';
    default:
      return 'other';
  }
}

/** A CHECK stands here when its rows need no look (NOT VALID) or its function has a dependency of its own: never in parallel. */
function constraintKind(info: StatementInfo): PostKind {
  switch (info.constraintType) {
    case 'PRIMARY KEY':
    case 'UNIQUE':
    case 'EXCLUDE':
      return 'key';
    case 'FOREIGN KEY':
      return info.references === null ? 'follows' : 'foreign-key';
    default:
      return 'follows';
  }
}
