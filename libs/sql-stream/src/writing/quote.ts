/** `"name"`, always quoted. */
export function quoteIdent(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal that means the same whatever standard_conforming_strings is: `E'…'` when a backslash is in it. */
export function quoteLiteral(value: string): string {
  const doubled = value.replaceAll("'", "''");
  return doubled.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

/** The body in dollar quotes, by a tag that is not in it (nor formed with its end). */
export function dollarQuote(body: string): string {
  for (let number = 0; ; number++) {
    const tag = number === 0 ? '$_$' : `$_${number}$`;
    if (!`${body}${tag}`.slice(0, -1).includes(tag)) return `${tag}${body}${tag}`;
  }
}
