import { probe, type CheckStatus, type ProbeCheck, type ProbeReport } from '@stowbase/storage';
import { ProgressReporter } from '../../progress/progress-reporter';
import type { CommonOptions, Outcome, Shell } from '../../shell';
import { plain, size } from '../../words';
import { withDestination } from '../open-destination';
import { parseDestination } from '../place';
import { wrongUse } from '../../cli-error';

/** `stowbase destinations test`: the probe of the service, check by check. */
export async function testDestination(word: string, { quiet }: CommonOptions, shell: Shell): Promise<Outcome> {
  const { driver, rest } = parseDestination(word);
  if (rest !== '') throw wrongUse('A destination is tested as a whole.', `Write ${driver.type}:`);
  const progress = new ProgressReporter(shell.screen, quiet);
  shell.interruption.nextStep =
    'What it wrote begins with "stowbase-probe-": "stowbase list" shows whether something is left.';
  try {
    progress.update({ label: `Testing ${driver.type}:`, doneBytes: 0, totalBytes: null });
    const report = await withDestination(driver, shell, ({ impatient }) =>
      probe(impatient, { permissions: driver.permissions ?? {}, signal: shell.signal }),
    );
    progress.close();
    return {
      status: report.ok ? 'done' : 'failed',
      document: testDocument(driver.type, report),
      text: testText(driver.type, report),
    };
  } finally {
    progress.close();
  }
}

/** The JSON document of `stowbase destinations test --json` (docs/cli.md). */
function testDocument(type: string, { checks, proven, availableSpace, leftovers }: ProbeReport): object {
  return {
    destination: `${type}:`,
    checks: checks.map(({ id, title, status, detail, nextStep, permission, ms }) => ({
      ...{ id, title, status, detail },
      ...{ nextStep: nextStep ?? null, permission: permission ?? null, ms: ms ?? null },
    })),
    proven,
    availableSpace,
    leftovers,
  };
}

const MARKS: Readonly<Record<CheckStatus, string>> = { passed: '✓', warning: '!', failed: '✕', skipped: '·' };

function testText(type: string, { ok, checks, availableSpace, leftovers }: ProbeReport): string {
  const failed = checks.filter(({ status }) => status === 'failed').length;
  const space = availableSpace === null ? '' : ` ${size(availableSpace)} are free.`;
  const verdict = ok
    ? `${type}: can be backed up to.${space}`
    : `${type}: can't be used: ${failed} of ${checks.length} checks failed.`;
  const left = leftovers.map((key) => `Left behind, delete it yourself: ${plain(`${type}:${key}`)}`);
  return [verdict, '', ...checks.flatMap(linesOf), ...left].join('\n');
}

function linesOf({ title, status, detail, nextStep, permission }: ProbeCheck): string[] {
  const fix =
    status === 'passed' ? [] : [nextStep, status === 'failed' && permission ? `It needs ${permission}.` : undefined];
  const more = fix.filter((text) => text !== undefined).map((text) => `    ${plain(text)}`);
  return [`${MARKS[status]} ${title}: ${plain(detail)}`, ...more];
}
