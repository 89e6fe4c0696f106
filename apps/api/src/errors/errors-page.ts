import { StorageError } from '@stowbase/storage';
import { allErrors } from './all-errors';
import { archiveKinds, dumpKinds, outgoingKinds, postgresKinds, storageKinds } from './library-errors';

const head = `# Errors

Made from the sources by \`npm run docs\`. Every error of the API is \`application/problem+json\` (RFC 9457): \`code\` is stable, \`detail\` says in one sentence what
happened and where, \`nextStep\` what to do, \`field\` or \`errors\` which fields are wrong. \`instance\` has the id of the request, as the log has it.
`;

const kinds: readonly (readonly [string, Readonly<Record<string, readonly [number, string]>>])[] = [
  ['PostgreSQL', postgresKinds],
  ['dumping', dumpKinds],
  ['archives', archiveKinds],
  ['connections to the outside', outgoingKinds],
];

/** docs/errors.md: every code, by feature. */
export function errorsPage(): string {
  const groups = Object.entries(allErrors).map(
    ([feature, errors]) =>
      `## ${feature}\n\n${Object.entries(errors)
        .map(([code, { status, title, when }]) => `### ${code}\n\n${status} ${title}. ${when}\n`)
        .join('\n')}`,
  );
  return [head, ...groups, libraries()].join('\n');
}

function libraries(): string {
  const rows = kinds.flatMap(([library, byKind]) =>
    Object.entries(byKind).map(([kind, [status, title]]) => `| ${library} | ${kind} | ${status} | ${title} |`),
  );
  const storage = Object.entries(storageKinds).map(
    ([kind, [status, title]]) => `| \`${codeOfStorage(kind as keyof typeof storageKinds)}\` | ${status} | ${title} |`,
  );
  return `## What the libraries report

Their codes are the same everywhere; [cli.md](cli.md#error-codes) explains each. The status follows from the kind:

| about | kind | status | title |
|---|---|---|---|
${rows.join('\n')}

### Storage

| code | status | title |
|---|---|---|
${storage.join('\n')}
${reauth}
`;
}

/** Of a driver whose sign-in somebody has to make anew: Google Drive (F56). */
const reauth = `| \`REAUTH_REQUIRED\` | ${storageKinds.auth[0]} | ${storageKinds.auth[1]} |`;

const codeOfStorage = (kind: keyof typeof storageKinds): string => new StorageError(kind, '', '').code;
