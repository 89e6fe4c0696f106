import type { Contents } from '@stowbase/archive';
import { componentLines, limitLines } from '../contents-text';
import { columns, count, plain, size } from '../words';
import type { Inspected } from './inspect-archive';

/** What a person wants to know of a file they found: of which database, of when, what is inside. */
export function inspectText(inspected: Inspected, whole: boolean): string {
  const { contents } = inspected;
  const lines = factLines(inspected);
  if (contents === null)
    lines.push('', 'The contents are encrypted: give the private key with --identity KEYFILE to list them.');
  else lines.push('', ...contentLines(contents, whole));
  return lines.join('\n');
}

function factLines({ sizeBytes, manifest, contents }: Inspected): string[] {
  const { method, level } = manifest.compression;
  const facts: [string, string][] = [
    [
      'Project',
      contents
        ? `${plain(contents.project.name)}${contents.project.ref ? ` (${plain(contents.project.ref)})` : ''}`
        : manifest.projectSlug,
    ],
    ['Data as of', manifest.snapshotAt],
    [
      'Server',
      `PostgreSQL ${contents ? plain(contents.source.serverVersion) : serverVersion(manifest.serverVersionNum)}`,
    ],
    ['Backup', `${manifest.backupId}, attempt ${manifest.attempt}`],
    ['Size', `${size(sizeBytes)}, ${size(manifest.rawBytes)} of SQL, ${count(manifest.members.length, 'member')}`],
    [
      'Stored as',
      `${method} level ${level}${manifest.encryption ? `, encrypted to ${manifest.encryption.recipients.join(', ')}` : ', not encrypted'}`,
    ],
    ['Made by', `Stowbase ${plain(manifest.tools.stowbase)}, pg_dump ${plain(manifest.tools.pgDump)}`],
  ];
  if (contents) facts.splice(1, 0, ['Type', contents.type]);
  return columns(facts, '');
}

function contentLines(contents: Contents, whole: boolean): string[] {
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0);
  const lines = [
    `${count(contents.tables.length, 'table')}, ${count(rows, 'row')}:`,
    ...componentLines(contents.components),
  ];
  if (whole) lines.push('', 'Tables:', ...tableLines(contents));
  const limits = limitLines(contents, whole);
  if (limits.length > 0) lines.push('', 'Not part of any database backup; set again after a restore:', ...limits);
  if (contents.warnings.length === 0) return lines;
  if (!whole) return [...lines, '', `${count(contents.warnings.length, 'warning')} (listed with --contents).`];
  return [...lines, '', 'Worth knowing:', ...contents.warnings.map(({ text }) => `  ${plain(text)}`)];
}

function tableLines(contents: Contents): string[] {
  return columns(
    contents.tables.map(({ schema, name, rows, rawBytes }) => [
      plain(`${schema}.${name}`),
      count(rows, 'row'),
      size(rawBytes),
    ]),
  );
}

/** 150018 → 15.18 */
const serverVersion = (num: number): string => `${Math.floor(num / 10_000)}.${num % 10_000}`;
