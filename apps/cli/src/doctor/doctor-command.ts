import { runDoctor } from '@stowbase/postgres';
import type { DoctorReport } from '@stowbase/postgres';
import type { Command } from 'commander';
import { examples, withCommonFlags } from '../common-flags';
import { chooseDatabase } from '../database-choice';
import { withDatabaseFlags, type DatabaseOptions } from '../database-flags';
import type { CommonOptions, Outcome, Shell, Start } from '../shell';
import { plain } from '../words';

interface DoctorOptions extends CommonOptions, DatabaseOptions {
  target: boolean;
}

export function defineDoctor(program: Command, start: Start): Command {
  const command = program
    .command('doctor')
    .summary('say what a database connection can and can’t do')
    .description('Check a connection and say what it can and can’t do, each with a fix. Changes nothing.')
    .option('--target', 'check TARGET_DATABASE_URL instead of SOURCE_DATABASE_URL', false);
  return withCommonFlags(withDatabaseFlags(command, 'the environment'))
    .addHelpText(
      'after',
      examples([
        'SOURCE_DATABASE_URL=postgresql://… stowbase doctor',
        'stowbase doctor --db-url-file ./db-url --json',
        'TARGET_DATABASE_URL=postgresql://… stowbase doctor --target',
      ]),
    )
    .action((options: DoctorOptions) => start((shell) => examine(options, shell)));
}

/** Exit code 1 when a check failed; a warning or a skipped check is not a failure. */
async function examine(options: DoctorOptions, shell: Shell): Promise<Outcome> {
  const settings = await chooseDatabase(shell, options.target ? 'target' : 'source', options);
  const report = await runDoctor(settings, {
    type: options.target ? 'target' : 'source',
    signal: shell.signal,
    allowInsecure: options.allowInsecure,
    ...(shell.env.clientDirs ? { clientDirs: shell.env.clientDirs } : {}),
  });
  shell.signal.throwIfAborted();
  return { status: report.ok ? 'done' : 'failed', document: doctorDocument(report), text: doctorText(report) };
}

/** The JSON document of `stowbase doctor --json` (docs/cli.md). */
function doctorDocument(report: DoctorReport): object {
  const { host, port, user, database, ref } = report.connection;
  return {
    connection: { host, port, user, database, projectRef: ref },
    server: report.server ?? null,
    issuerPin: report.pin,
    checks: report.checks.map(({ id, title, status, text, fix }) => ({
      id,
      title,
      status,
      text,
      fix: fix ? { text: fix.text, sql: fix.sql ?? null } : null,
    })),
  };
}

const MARKS: Readonly<Record<DoctorReport['checks'][number]['status'], string>> = {
  pass: 'ok  ',
  warn: 'note',
  fail: 'FAIL',
  skip: '-   ',
};

function doctorText(report: DoctorReport): string {
  const lines = report.checks.flatMap(({ title, status, text, fix }) => [
    `${MARKS[status]}  ${plain(title)}: ${plain(text)}`,
    ...(fix
      ? [
          `      Fix: ${plain(fix.text)}`,
          ...(fix.sql ?? '')
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => `        ${plain(line)}`),
        ]
      : []),
  ]);
  return [...lines, '', conclusion(report)].join('\n');
}

function conclusion(report: DoctorReport): string {
  const count = (status: string): number => report.checks.filter((check) => check.status === status).length;
  if (!report.ok) return `${count('fail')} of ${report.checks.length} checks failed: a backup would not work as it is.`;
  return count('warn') > 0 ? `Ready, with ${count('warn')} thing(s) to look at.` : 'Ready.';
}
