import { componentLines, limitLines } from '../contents-text';
import { count, duration, plain, shellWord, size } from '../words';
import type { BackupFacts } from './backup-document';

/** What a person reads after a backup: is it whole, what is inside, what is not, where it is, what to do with it. */
export function backupText(facts: BackupFacts): string {
  const { contents, gaps, warnings } = facts.result;
  const lines = [headline(facts), '', ...componentLines(contents.components)];
  if (gaps.length > 0) {
    lines.push('', 'Gaps (these should be inside and are not):');
    for (const gap of gaps) lines.push(`  ${gap.component.replaceAll('_', ' ')}: ${plain(gap.reason)}`);
  }
  const limits = limitLines(contents);
  if (limits.length > 0) lines.push('', 'Not part of any database backup; set again after a restore:', ...limits);
  if (warnings.length > 0) {
    lines.push('', 'Worth knowing:');
    for (const { text, object } of warnings)
      lines.push(`  ${plain(object && !text.includes(object) ? `${object}: ${text}` : text)}`);
  }
  return [...lines, '', ...whereItIs(facts)].join('\n');
}

function headline({ request, result, seconds }: BackupFacts): string {
  const { contents, gaps, summary } = result;
  const how = gaps.length > 0 ? 'Complete with gaps' : 'Complete';
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0);
  const what =
    request.type === 'schema'
      ? count(contents.tables.length, 'table definition')
      : `${count(contents.tables.length, 'table')}, ${count(rows, 'row')}`;
  return `${how}: ${plain(contents.source.database)}, ${what}, ${size(summary.rawBytes)} of SQL, in ${duration(seconds)}.`;
}

function whereItIs({ result, request, file }: BackupFacts): string[] {
  const { storedBytes, fileSha256 } = result.summary;
  const secret = request.recipients.length > 0;
  const lines = [
    `File     ${file === null ? 'standard output' : plain(file)}`,
    `Size     ${size(storedBytes)} (${storedBytes.toLocaleString('en-US')} bytes)${secret ? ', encrypted' : ''}`,
    `SHA-256  ${fileSha256}`,
  ];
  const word = file === null ? 'FILE.tar' : shellWord(file);
  return [
    ...lines,
    `Check    stowbase verify ${word}`,
    `Restore  stowbase restore ${word} --plan`,
    `By hand  tar -xOf ${word} README.txt   (prints the commands, public tools are enough)`,
  ];
}
