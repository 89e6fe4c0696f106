import { isReservedRole, matchesSchemaPattern } from '../lists';
import { drop, objectOf, type Rule } from '../rule';
import { dollarQuote } from '../../writing/quote';

const REALTIME = 'supabase_realtime';
/** Roles of the platform that "postgres" is a member of: it may set their default privileges. */
const OWN_ROLES: ReadonlySet<string> = new Set(['postgres', 'anon', 'authenticated', 'service_role']);

/** What belongs to the platform and is there already, or may not be touched, in a target project. */
export const platformRules: readonly Rule[] = [
  {
    id: 'extensions-apart',
    fix: null,
    applies: (info) => info.objectType === 'EXTENSION',
    change: drop,
  },
  {
    id: 'event-triggers-apart',
    fix: 14,
    applies: (info) => info.objectType === 'EVENT TRIGGER',
    change: (text, _info, context) => {
      context.onEventTrigger?.(text);
      return null;
    },
  },
  {
    id: 'realtime-publication-once',
    fix: null,
    applies: (info) => info.verb === 'CREATE' && info.objectType === 'PUBLICATION' && info.name === REALTIME,
    change: (text) => onlyWhenMissing(text),
  },
  {
    id: 'platform-publications-out',
    fix: null,
    applies: (info) => info.objectType === 'PUBLICATION' && (info.name?.startsWith(`${REALTIME}_`) ?? false),
    change: drop,
  },
  {
    id: 'wrapper-owner-out',
    fix: null,
    applies: (info) => info.objectType === 'FOREIGN DATA WRAPPER' && info.action === 'OWNER TO',
    change: drop,
  },
  {
    id: 'wrapper-grant-to-postgres-out',
    fix: null,
    applies: (info) =>
      info.verb === 'GRANT' &&
      info.objectType === 'FOREIGN DATA WRAPPER' &&
      info.grantOption &&
      info.grantees.includes('postgres'),
    change: drop,
  },
  {
    id: 'platform-default-privileges-out',
    fix: null,
    applies: (info) =>
      info.objectType === 'DEFAULT PRIVILEGES' &&
      info.role !== null &&
      isReservedRole(info.role) &&
      !OWN_ROLES.has(info.role),
    change: (_text, info, context) => {
      if (info.role !== 'supabase_admin') {
        context.onWarning({
          code: 'DEFAULT_PRIVILEGES_SKIPPED',
          text: `Default privileges of the platform role ${info.role} are left out: a restore may not set them.`,
          object: `role ${info.role}`,
        });
      }
      return null;
    },
  },
  {
    id: 'grants-in-platform-schemas-out',
    fix: 2,
    applies: (info, context) =>
      (info.verb === 'GRANT' || info.verb === 'REVOKE') &&
      info.schema !== null &&
      matchesSchemaPattern(info.schema, context.excludedSchemas),
    change: drop,
  },
  {
    id: 'cron-out',
    fix: null,
    applies: (info) =>
      info.schema === 'cron' &&
      ((info.verb === 'CREATE' && info.objectType === 'POLICY' && (info.name?.startsWith('cron_job_') ?? false)) ||
        (info.verb === 'ALTER' && info.objectType === 'TABLE')),
    change: drop,
  },
  {
    id: 'platform-owners-out',
    fix: 15,
    applies: (info) =>
      info.action === 'OWNER TO' && info.role !== null && info.role !== 'postgres' && isReservedRole(info.role),
    change: (_text, info, context) => {
      context.onWarning({
        code: 'OWNER_SKIPPED',
        text: `The ${objectOf(info)} belongs to the platform role ${info.role}; after a restore it belongs to the role that restores.`,
        object: objectOf(info),
      });
      return null;
    },
  },
];

function onlyWhenMissing(text: Buffer): Buffer {
  const create = text.toString('latin1').replace(/;\s*$/, '');
  const body = `BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_publication WHERE pubname = '${REALTIME}') THEN
    ${create};
  END IF;
END`;
  return Buffer.from(`DO ${dollarQuote(body)};`, 'latin1');
}
