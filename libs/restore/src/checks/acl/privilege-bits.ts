/** In the order of their bits, with the letter that PostgreSQL writes in an ACL. */
const privileges = [
  ['INSERT', 'a'],
  ['SELECT', 'r'],
  ['UPDATE', 'w'],
  ['DELETE', 'd'],
  ['TRUNCATE', 'D'],
  ['REFERENCES', 'x'],
  ['TRIGGER', 't'],
  ['EXECUTE', 'X'],
  ['USAGE', 'U'],
  ['CREATE', 'C'],
  ['CONNECT', 'c'],
  ['TEMPORARY', 'T'],
  ['SET', 's'],
  ['ALTER SYSTEM', 'A'],
  ['MAINTAIN', 'm'],
] as const;

type PrivilegeName = (typeof privileges)[number][0];

const bitOfName: ReadonlyMap<string, number> = new Map(privileges.map(([name], index) => [name, 1 << index]));
const bitOfLetter: ReadonlyMap<string, number> = new Map(privileges.map(([, letter], index) => [letter, 1 << index]));

/** Kinds of objects that have privileges; tables are also views and foreign tables. */
export type AclKind =
  'table' | 'column' | 'sequence' | 'routine' | 'type' | 'schema' | 'language' | 'wrapper' | 'server' | 'large object';

const all: Record<AclKind, readonly PrivilegeName[]> = {
  table: ['INSERT', 'SELECT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'],
  column: ['INSERT', 'SELECT', 'UPDATE', 'REFERENCES'],
  sequence: ['SELECT', 'UPDATE', 'USAGE'],
  routine: ['EXECUTE'],
  type: ['USAGE'],
  schema: ['USAGE', 'CREATE'],
  language: ['USAGE'],
  wrapper: ['USAGE'],
  server: ['USAGE'],
  'large object': ['SELECT', 'UPDATE'],
};

/** What GRANT ALL gives: from PostgreSQL 17 on also MAINTAIN on tables. */
export function allBits(kind: AclKind, serverVersionNum: number): number {
  const bits = all[kind].reduce((sum, name) => sum | nameBit(name), 0);
  return kind === 'table' && serverVersionNum >= 170_000 ? bits | nameBit('MAINTAIN') : bits;
}

/** 0 for a privilege that isn't known here. */
export const nameBit = (name: string): number => bitOfName.get(name) ?? 0;
export const letterBit = (letter: string): number => bitOfLetter.get(letter) ?? 0;

/** For people: `SELECT, UPDATE`. */
export function bitsText(bits: number): string {
  return privileges
    .filter((_, index) => (bits & (1 << index)) !== 0)
    .map(([name]) => name)
    .join(', ');
}
