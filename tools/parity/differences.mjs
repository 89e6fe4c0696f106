// Why our dump may differ from the CLI's: the whole list. `fix` is the number in the list of the CLI's defects (facts §4), null where the archive keeps
// that statement elsewhere.

/**
 * @typedef {object} Difference
 * @property {'schema' | 'history' | 'data'} section
 * @property {import('./units.mjs').Unit['kind']} kind
 * @property {string} raw
 * @property {string} cli
 * @property {string} safe
 * @property {string} firstLine what the CLI would have, had it looked at the statement's first line only
 * @property {any} info the statement, parsed (libs/sql-stream)
 * @property {boolean} inExcluded the object's own schema is one that the platform owns
 */

/** @typedef {{ id: string, fix: number | null, why: string, explains: (d: Difference) => boolean, fromClient?: number }} Reason `fromClient`: the pg_dump that first gives cause for it */

const gone = (/** @type {string} */ text) => text === '';
const unchanged = (/** @type {Difference} */ d) => d.safe === d.raw;
const isPrivilege = (/** @type {any} */ info) => info.verb === 'GRANT' || info.verb === 'REVOKE';
const blankOrComment = /^(?:[ \t\r]*(?:--[^\n]*)?\n)*$/;
const realtime = 'supabase_realtime';

/** @type {Reason[]} The first that explains a difference names it. */
export const reasons = [
  {
    id: 'between-statements',
    fix: null,
    why: 'Comments of pg_dump, blank lines and psql meta lines are no part of a member.',
    explains: (d) => d.kind === 'between' && blankOrComment.test(d.cli) && gone(d.safe),
  },
  {
    id: 'session-frame',
    fix: null,
    why: 'Each member sets and resets its own session; a data dump has no header and footer of its own.',
    explains: (d) =>
      d.kind === 'frame' &&
      gone(d.safe) &&
      ['SET session_replication_role = replica;\n\n', 'RESET ALL;\n'].includes(d.cli),
  },
  {
    id: 'rows-stay',
    fix: 3,
    why: 'A row is never changed, whatever it looks like.',
    explains: (d) => (d.kind === 'rows' || d.info.verb === 'INSERT') && unchanged(d),
  },
  {
    id: 'literals-and-bodies-stay',
    fix: 1,
    why: 'Nothing inside a literal, a body or a name is taken for a statement.',
    explains: (d) => d.kind === 'statement' && d.safe === d.firstLine && d.info.objectType !== 'EVENT TRIGGER',
  },
  {
    id: 'privileges-by-own-schema',
    fix: 2,
    why: "A privilege stays or goes by the object's own schema, not by a type among its parameters.",
    explains: (d) => isPrivilege(d.info) && (d.inExcluded ? gone(d.safe) : gone(d.firstLine) && unchanged(d)),
  },
  {
    id: 'transaction-timeout-out',
    fix: 5,
    fromClient: 17,
    why: 'Servers before 17 refuse this setting.',
    explains: (d) => gone(d.safe) && d.raw === 'SET transaction_timeout = 0;' && d.section === 'data',
  },
  {
    id: 'event-triggers-apart',
    fix: 14,
    why: 'Event triggers, with their comments, are offered in a member of their own.',
    explains: (d) => gone(d.safe) && d.info.objectType === 'EVENT TRIGGER',
  },
  {
    id: 'platform-owners-out',
    fix: 15,
    why: 'A restore may not give objects to a role of the platform.',
    explains: (d) => gone(d.safe) && d.info.action === 'OWNER TO' && d.info.role.startsWith('supabase_'),
  },
  {
    id: 'extensions-apart',
    fix: null,
    why: 'Extensions have a member of their own, where a missing one is a warning.',
    explains: (d) => gone(d.safe) && d.info.objectType === 'EXTENSION',
  },
  {
    id: 'realtime-publication-once',
    fix: null,
    why: "The platform's publication is made where it is missing, not left out.",
    explains: (d) =>
      gone(d.firstLine) && d.raw.startsWith(`CREATE PUBLICATION "${realtime}" `) && d.safe.includes(d.raw.slice(0, -1)),
  },
  {
    id: 'own-publications-stay',
    fix: null,
    why: "A publication of your own isn't the platform's because its name begins alike.",
    explains: (d) =>
      gone(d.firstLine) &&
      unchanged(d) &&
      d.info.objectType === 'PUBLICATION' &&
      !d.info.name.startsWith(`${realtime}_`),
  },
  {
    id: 'platform-default-privileges-out',
    fix: null,
    why: 'Default privileges of roles of the platform may not be set by a restore.',
    explains: (d) => gone(d.safe) && d.info.objectType === 'DEFAULT PRIVILEGES' && d.info.role.startsWith('supabase_'),
  },
  {
    id: 'acting-role',
    fix: null,
    why: 'Who gives a privilege is tried by SET ROLE under guard: SET SESSION AUTHORIZATION needs a superuser.',
    explains: (d) =>
      (gone(d.safe) && d.info.setting?.name === 'session_authorization') ||
      (isPrivilege(d.info) && d.firstLine === d.raw && d.safe.endsWith(`;\n${d.raw}\nRESET ROLE;`)),
  },
];

/**
 * @param {any} sql libs/sql-stream
 * @param {'schema' | 'history' | 'data'} section
 * @param {readonly string[]} excludedSchemas
 * @param {readonly import('./units.mjs').Unit[]} units
 * @returns {{ explained: Map<string, number>, unexplained: Difference[] }}
 */
export function explain(sql, section, excludedSchemas, units) {
  const explained = new Map();
  /** @type {Difference[]} */
  const unexplained = [];
  for (const unit of units) {
    if (unit.cli.equals(unit.safe)) continue;
    const difference = describe(sql, section, excludedSchemas, unit);
    const reason = reasons.find((candidate) => candidate.explains(difference));
    if (reason === undefined) unexplained.push(difference);
    else explained.set(reason.id, (explained.get(reason.id) ?? 0) + 1);
  }
  return { explained, unexplained };
}

/** @returns {Difference} @param {any} sql @param {'schema' | 'history' | 'data'} section @param {readonly string[]} excluded @param {import('./units.mjs').Unit} unit */
function describe(sql, section, excluded, { kind, raw, cli, safe }) {
  const text = raw.toString('latin1');
  const info = sql.parseStatement(kind === 'statement' ? raw : Buffer.from(';'));
  return {
    ...{ section, kind, raw: text, cli: cli.toString('latin1'), safe: safe.toString('latin1'), info },
    firstLine: onlyFirstLine(sql, section, text),
    inExcluded: info.schema !== null && sql.matchesSchemaPattern(info.schema, excluded),
  };
}

/** @param {any} sql @param {'schema' | 'history' | 'data'} section @param {string} text */
function onlyFirstLine(sql, section, text) {
  const end = text.indexOf('\n') < 0 ? text.length : text.indexOf('\n');
  const lines = sql.cliLineRules(section);
  lines.push(Buffer.alloc(0));
  const first = lines
    .push(Buffer.from(`${text.slice(0, end)}\n`, 'latin1'))
    .toString('latin1')
    .replace(/\n$/, '');
  return first === '' ? text.slice(end).replace(/^\n/, '') : first + text.slice(end);
}
