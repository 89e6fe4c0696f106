import type { RestoreWarning } from '@stowbase/restore';
import { plain } from '../words';

/** What is worth knowing, one line each, with the object where the text doesn't name it; nothing when there is nothing. */
export function warningLines(warnings: readonly RestoreWarning[]): string[] {
  if (warnings.length === 0) return [];
  const told = warnings.map(({ text, object }) =>
    object === undefined || text.includes(object) ? text : `${object}: ${text}`,
  );
  return ['', 'Worth knowing:', ...told.map((text) => `  ${plain(text)}`)];
}
