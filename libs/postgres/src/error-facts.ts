/** What a translation rule may look at, the same for driver errors, socket errors and a tool's stderr. */
export interface ErrorFacts {
  text: string;
  /** Nothing was cut off. */
  isWhole: boolean;
  /** The text without names and statements of the database: what rules are matched against, so that no table can forge one. */
  words: string;
  /** PostgreSQL's five characters; a tool's stderr doesn't have them. */
  sqlState: string | null;
  /** Node's (`ECONNREFUSED`, `DEPTH_ZERO_SELF_SIGNED_CERT`, …). */
  nodeCode: string | null;
}

export function factsOf(error: unknown): ErrorFacts {
  if (typeof error === 'string')
    return { text: error, isWhole: true, words: wordsOf(error), sqlState: null, nodeCode: null };
  if (!(error instanceof Error)) return factsOf('unknown error');
  const inner = error instanceof AggregateError ? mostTelling(error.errors) : null;
  if (inner !== null) return factsOf(inner);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const extra = ['detail', 'hint'].map((field) => stringField(error, field)).filter((text) => text !== '');
  const all = [error.message, ...extra].join('\n');
  const text = beginningOf(all);
  return {
    text,
    isWhole: text === all,
    words: wordsOf(text),
    sqlState: /^[0-9A-Z]{5}$/.test(code) && 'severity' in error ? code : null,
    nodeCode: /^[A-Z][A-Z0-9_]+$/.test(code) && !('severity' in error) ? code : null,
  };
}

/** Looking through longer texts would keep everything else waiting, and nobody reads them. */
const longestText = 64 * 1_024;

/** Whole words only: of a secret at the edge half would not be recognised. */
function beginningOf(text: string): string {
  if (text.length <= longestText) return text;
  const start = text.slice(0, longestText).toWellFormed();
  return `${start.slice(0, Math.max(start.search(/\s\S*$/), 0))} …`;
}

/** pg_dump repeats the failed statement on lines of its own; its first two words are kept (`LOCK TABLE`). */
function wordsOf(text: string): string {
  return text
    .replaceAll(/((?:Query|Command) was: \s*\S+(?: \S+)?)[\s\S]*?(?=\npg_dump(?:all)?: |$)/g, '$1')
    .replaceAll(/"(?:[^"\n]|"")*"/g, '"…"')
    .replaceAll(/(permission denied for (?:foreign |materialized |large )?\w+) [^\n]*/g, '$1');
}

/** Of several addresses tried, one that answered (refused) says more than one without a route. */
function mostTelling(errors: unknown[]): unknown {
  const all = errors.filter((error) => error instanceof Error);
  return all.find((error) => 'code' in error && error.code === 'ECONNREFUSED') ?? all[0] ?? null;
}

function stringField(error: Error, field: string): string {
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : '';
}

/** An identifier as pg_dump writes it: in double quotes where it must be. */
const identifier = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)`;
const qualified = `${identifier}(?:\\.${identifier})?`;

/** The table behind `permission denied for table x`, with its schema when the failed command shows it once. */
export function qualifiedName(bare: string, text: string): string {
  const found = new Set<string>();
  for (const [whole, name] of text.matchAll(new RegExp(`${identifier}\\.(${identifier})`, 'g'))) {
    if (name !== undefined && unquote(name) === bare) found.add(whole);
  }
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : `"${bare.replaceAll('"', '""')}"`;
}

const unquote = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);

const lockOrCopy = new RegExp(`(?:LOCK TABLE|COPY)\\s+(?:ONLY\\s+)?(${qualified}(?:\\s*,\\s*${qualified})*)`);

/** Tables of `LOCK TABLE "a"."b", "c"."d" IN …` or `COPY "a"."b" …`, as they stand there. */
export function commandTables(text: string): string[] {
  return lockOrCopy.exec(text)?.[1]?.match(new RegExp(qualified, 'g')) ?? [];
}
