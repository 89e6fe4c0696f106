import { componentLines, limitLines } from '../contents-text';
import { count, duration, plain, shellWord, size } from '../words';
import { fileOf, type BackupFacts } from './backup-document';
import type { CopyError, CopyReport } from './targets/copy-report';

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

function headline({ request, result, copies, seconds }: BackupFacts): string {
  const { contents, gaps, summary } = result;
  const partly = copies.some(({ status }) => status !== 'stored');
  const complete = gaps.length > 0 ? 'Complete with gaps' : 'Complete';
  const how = partly ? (gaps.length > 0 ? 'Partly stored, with gaps' : 'Partly stored') : complete;
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0);
  const what =
    request.type === 'schema'
      ? count(contents.tables.length, 'table definition')
      : `${count(contents.tables.length, 'table')}, ${count(rows, 'row')}`;
  return `${how}: ${plain(contents.source.database)}, ${what}, ${size(summary.rawBytes)} of SQL, in ${duration(seconds)}.`;
}

function whereItIs({ result, request, copies }: BackupFacts): string[] {
  const { storedBytes, fileSha256 } = result.summary;
  const secret = request.recipients.length > 0;
  const file = fileOf(copies);
  const lines = [
    ...copyLines(copies),
    `Size     ${size(storedBytes)} (${storedBytes.toLocaleString('en-US')} bytes)${secret ? ', encrypted' : ''}`,
    `SHA-256  ${fileSha256}`,
  ];
  const word = file === null ? 'FILE.tar' : shellWord(file);
  return [
    ...lines,
    `Check    stowbase verify ${word}`,
    `Restore  stowbase restore ${word} --plan`,
    `By hand  ${byHand(copies, word)}`,
  ];
}

/** One place as `File`; several one a line, with what became of each. */
function copyLines(copies: readonly CopyReport[]): string[] {
  const [only, ...others] = copies;
  if (only !== undefined && others.length === 0) return [`File     ${placeText(only)}`];
  const stored = copies.filter(({ status }) => status === 'stored');
  const lines = [`Copies   ${stored.length} of ${copies.length} stored`];
  for (const copy of copies) {
    const word = copy.status === 'stored' ? 'Stored    ' : 'Not stored';
    lines.push(`         ${word}  ${placeText(copy)}${copy.error === null ? '' : `: ${errorText(copy.error)}`}`);
  }
  return lines;
}

const placeText = ({ file, status, place }: CopyReport): string =>
  file !== null ? plain(file) : status === 'stored' ? 'standard output' : plain(place);

const errorText = ({ message, nextStep, code }: CopyError): string => plain(`${message} ${nextStep} [${code}]`);

/** Stock tools read files: what is only at a destination is fetched first. */
function byHand(copies: readonly CopyReport[], word: string): string {
  const local = copies.find(({ file, isFar }) => file !== null && !isFar)?.file ?? null;
  const isFar = local === null && fileOf(copies) !== null;
  const path = local === null ? word : shellWord(local);
  const prints = '(prints the commands, public tools are enough)';
  return isFar
    ? `stowbase copy ${path} ./ && tar -xOf ${path.replace(/^.*[:/]/s, '')} README.txt   ${prints}`
    : `tar -xOf ${path} README.txt   ${prints}`;
}
