/**
 * What of pg_dump's stderr is worth telling. Left out, with its details and hints: the advice about circular foreign keys in a
 * rows-only dump, of no use here since keys come after the rows, or triggers rest while the rows come in.
 */
export function tellingLines(tell: (line: string) => void): (line: string) => void {
  let silent = false;
  return (line) => {
    if (!/^pg_dump: (?:detail|hint): /.test(line)) silent = line.includes('there are circular foreign-key constraints');
    if (!silent) tell(line);
  };
}
