import { RestoreError } from '../errors';

const named = 3;
const detailed = 100;

/**
 * Each text says what and why, by plain names; the caller says what became of the target.
 * @throws RestoreError `REPLACE_BLOCKED` unless there is nothing in the way
 */
export function refuseBlocked(inTheWay: readonly string[], nextStep: string): void {
  if (inTheWay.length === 0) return;
  const texts = inTheWay.map(plainNames);
  const more = texts.length > named ? `, and ${texts.length - named} more` : '';
  const rest = texts.length > detailed ? [`… and ${texts.length - detailed} more`] : [];
  throw new RestoreError(
    'REPLACE_BLOCKED',
    `What is there can't be replaced: ${texts.slice(0, named).join('; ')}${more}.`,
    nextStep,
    { detail: [...texts.slice(0, detailed), ...rest].join('\n') },
  );
}

/** Identifiers without their quotes; a name may hold line breaks, which would forge a line. */
const plainNames = (text: string): string =>
  text
    .replaceAll(/"((?:[^"]|"")*)"/g, (_, inside: string) => inside.replaceAll('""', '"'))
    .replaceAll(/\p{Cc}+/gu, ' ');
