import type { Archive, Contents } from '@stowbase/archive';
import type { RestoreWarning } from '../request';
import type { FullScript } from '../script/full-script';
import type { TargetFacts } from '../target/target-facts';

export interface WarningContext {
  readonly archive: Archive;
  readonly contents: Contents;
  readonly facts: TargetFacts;
  readonly script: FullScript;
  readonly originProven: boolean;
}

/** What is worth knowing before a restore and stops nothing. */
export function planWarnings(context: WarningContext): RestoreWarning[] {
  return [...origin(context), ...server(context), ...extensions(context), ...notInside(context), ...limits(context)];
}

function origin({ originProven }: WarningContext): RestoreWarning[] {
  if (originProven) return [];
  return [
    {
      code: 'ORIGIN_NOT_PROVEN',
      text: 'Origin not proven: the file is whole, but its SHA-256 was not compared with one that was noted when it was made.',
    },
  ];
}

function server({ archive, facts }: WarningContext): RestoreWarning[] {
  const [source, target] = [archive.manifest.serverVersionNum, facts.serverVersionNum].map((number) =>
    Math.floor(number / 10_000),
  );
  if (source === undefined || target === undefined || source <= target) return [];
  return [
    {
      code: 'TARGET_OLDER',
      text: `The backup is of PostgreSQL ${source} and the target is ${target}: what only the newer one knows can't be restored.`,
    },
  ];
}

/** Versions aren't pinned: the target's own is made. An installed one is taken to be the target's own, too. */
function extensions({ contents, facts, script }: WarningContext): RestoreWarning[] {
  const missing = script.missing.map(({ extension, why }) => ({
    code: 'EXTENSION_MISSING',
    text: `Extension ${extension.name} ${why}: what needs it is not restored.`,
    object: extension.name,
  }));
  const others = contents.source.extensions.flatMap(({ name, version, schema }): RestoreWarning[] => {
    const available = facts.availableExtensions.get(name);
    const installed = facts.installedExtensions.get(name);
    const found: RestoreWarning[] = [];
    if (available !== undefined && available.defaultVersion !== version) {
      const text = `Extension ${name} was version ${version}; this server has ${available.defaultVersion}.`;
      found.push({ code: 'EXTENSION_VERSION', text, object: name });
    }
    if (installed !== undefined && installed !== schema) {
      const text = `Extension ${name} was in schema ${schema} and is in ${installed} here: a restore tries to move it.`;
      found.push({ code: 'EXTENSION_SCHEMA', text, object: name });
    }
    return found;
  });
  return [...missing, ...others];
}

/** What should have been in the backup and isn't, and what is in it but isn't run. */
function notInside({ archive, contents }: WarningContext): RestoreWarning[] {
  const gaps = contents.components
    .filter(({ status }) => status === 'not_permitted' || status === 'failed')
    .map(({ name, reason }) => ({
      code: 'NOT_IN_BACKUP',
      text: `The backup has no ${name.replaceAll('_', ' ')}${reason === undefined ? '' : `: ${reason}`}.`,
      object: name,
    }));
  const optional = archive.members.some(({ group }) => group === 'optional');
  const text =
    'Event triggers are in the backup (optional/) and are not made: look at them and run them as a superuser.';
  return [...gaps, ...(optional ? [{ code: 'EVENT_TRIGGERS_NOT_RUN', text }] : [])];
}

function limits({ contents }: WarningContext): RestoreWarning[] {
  return contents.limits.map(({ id, objects }) => ({
    code: `LIMIT_${id.toUpperCase()}`,
    text: `${sentences[id] ?? `No backup holds this (${id})`}: ${objects.join(', ')}.`,
  }));
}

const sentences: Readonly<Record<string, string>> = {
  login_passwords: 'Passwords of login roles are in no backup and have to be set again',
  vault_secrets: 'Values of vault secrets are in no backup and have to be set again',
  user_mapping_options: 'Options of user mappings, mostly passwords, could not be read and have to be set again',
  platform_only_tables: 'Only the platform may write these tables, so their rows are not restored',
  storage_files: 'Files of the storage are not in the backup',
};
