/** `*` stands for any characters, `?` for one; everything else for itself, capitals included. */
export function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  const expressions = patterns.map(toExpression);
  return (name) => expressions.some((expression) => expression.test(name));
}

/** Patterns that match none of the names: most often a typing error. */
export const unmatchedPatterns = (patterns: readonly string[], names: readonly string[]): string[] =>
  patterns.filter((pattern) => {
    const expression = toExpression(pattern);
    return !names.some((name) => expression.test(name));
  });

const toExpression = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'su',
  );
