import { parseStatement } from '@stowbase/sql-stream';

const longest = 200;

/**
 * A statement's beginning for people: its first line up to the first literal, at most 200 characters. Values, rows and secrets stand in
 * literals or behind VALUES; names in double quotes are kept.
 */
export function headline(text: Buffer): string {
  const start = text.toString('utf8', 0, 4 * longest).trimStart();
  const values = /^INSERT\s[\s\S]*?\bVALUES\b/i.exec(start)?.[0];
  const line = values ?? start;
  const end = endOfWords(line);
  const words = line.slice(0, Math.min(end, longest)).replaceAll(/\s+/g, ' ').trimEnd();
  const whole = values === undefined && words.length === start.replaceAll(/\s+/g, ' ').trimEnd().length;
  return whole && text.length <= 4 * longest ? words : `${words} …`;
}

function endOfWords(line: string): number {
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "'" || character === '$' || character === '\n')) return at;
  }
  return line.length;
}

/** `CREATE POLICY orders_read on public.orders`: what a statement is about, in a few words. */
export function subjectOf(text: Buffer): string {
  const { verb, objectType, schema, name, on, action, routine } = parseStatement(text);
  const object = name === null ? null : schema === null || schema === name ? name : `${schema}.${name}`;
  const words = [
    verb === '' ? 'A statement' : verb,
    verb === 'COPY' || verb === 'INSERT' ? null : objectType,
    on === null ? object : name,
    on === null ? null : `on ${on.schema === null ? on.name : `${on.schema}.${on.name}`}`,
    verb === 'ALTER' ? action : null,
    verb === 'SELECT' && routine !== null ? routine.name : null,
  ];
  return words
    .filter((word) => word !== null)
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, longest);
}
