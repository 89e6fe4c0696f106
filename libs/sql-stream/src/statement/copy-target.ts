import type { CopyTarget } from '../part';
import { readName } from './names';
import { Tokens } from './tokens';

/** The table of `COPY "schema"."table" (…) FROM stdin;`. */
export function copyTarget(statement: Buffer): CopyTarget {
  const tokens = new Tokens(statement);
  tokens.take('copy');
  const name = readName(tokens);
  return { schema: name?.schema ?? '', table: name?.name ?? '' };
}
