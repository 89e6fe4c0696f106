/** A qualified name that a statement says, outside of literals and bodies. `called`: a parenthesis follows. */
export interface Reference {
  readonly schema: string;
  readonly name: string;
  readonly called: boolean;
}

const name = String.raw`"((?:[^"]|"")*)"`;
const skipped = [
  String.raw`--[^\n]*`,
  String.raw`/\*[\s\S]*?\*/`,
  // A dollar quote reaches to its own tag.
  String.raw`(\$(?:[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)?\$)[\s\S]*?\1`,
];
const literal = String.raw`'((?:[^']|'')*)'`;
const operator = String.raw`[-+*/<>=~!@#%^&|\`?]+`;
const scan = new RegExp(
  `${skipped.join('|')}|${literal}|${name}(?:\\s*\\.\\s*(?:${name}(?:\\s*\\.\\s*${name})?(\\s*\\()?|(${operator})))?`,
  'g',
);
/** `'"public"."t_id_seq"'`, as nextval() and setval() name a sequence. */
const nameInLiteral = new RegExp(`^${name}\\.${name}$`);

/**
 * Every `"schema"."name"` of a statement as pg_dump writes it (all identifiers quoted), with names in literals that are nothing but one.
 * A column behind a table alias looks the same and is given too: what a name means is the caller's to know.
 */
export function referencesOf(statement: Buffer): Reference[] {
  const text = statement.toString('latin1');
  const found: Reference[] = [];
  scan.lastIndex = 0;
  for (let match = scan.exec(text); match !== null; match = scan.exec(text)) {
    const [, , inLiteral, first, second, third, parenthesis, operatorName] = match;
    if (inLiteral !== undefined) {
      const [, schema, relation] = nameInLiteral.exec(inLiteral.replaceAll("''", "'")) ?? [];
      if (schema !== undefined && relation !== undefined) found.push(reference(schema, relation, false));
    } else if (first !== undefined && operatorName !== undefined) {
      found.push(reference(first, operatorName, false));
    } else if (first !== undefined && second !== undefined) {
      found.push(reference(first, second, third === undefined && parenthesis !== undefined));
    }
  }
  return found;
}

const reference = (schema: string, relation: string, called: boolean): Reference => ({
  schema: decode(schema),
  name: decode(relation),
  called,
});

const decode = (latin1: string): string => Buffer.from(latin1.replaceAll('""', '"'), 'latin1').toString('utf8');
