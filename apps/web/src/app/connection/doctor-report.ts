import { checkMarks, type ShownCheck } from './shown-check';

/**
 * The checks as a text that can be sent to others: without the project's reference, and without the password, wherever it might stand.
 * @param secrets what may not be in it, each with what stands in its place
 */
export function doctorReport(
  title: string,
  checks: readonly ShownCheck[],
  secrets: readonly [string, string][],
): string {
  if (checks.length === 0 || checks.some(({ status }) => status === 'running')) return '';
  const lines = checks.flatMap(({ title: name, status, text, code, fix }) => [
    `[${checkMarks[status].word}] ${name}: ${text}${code === null ? '' : ` (${code})`}`,
    ...(fix === null ? [] : [`    ${fix.text}`, ...(fix.sql?.split('\n').map((line) => `    ${line}`) ?? [])]),
  ]);
  const text = [title, '', ...lines, ''].join('\n');
  return secrets
    .filter(([secret]) => secret !== '')
    .reduce((shown, [secret, instead]) => shown.replaceAll(secret, instead), text);
}
