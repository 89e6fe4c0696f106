/** Statements as one script: an empty line between them, '' when there are none. */
export function joinSql(statements: readonly string[]): string {
  return statements.filter((statement) => statement !== '').join('\n');
}
