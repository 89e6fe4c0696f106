import { SqlStreamError } from '../errors';
import type { SqlPart, StatementPart } from '../part';
import { parseStatement } from '../statement/parse-statement';
import { Tokens } from '../statement/tokens';

/** Bytes of a large object in one `lo_put`: what pg_dump writes in one `lowrite`. */
const PIECE = 16 * 1024;
const NEWLINE = Buffer.from('\n');
/** Only these can be first words of what is rewritten; everything else passes unparsed. */
const FIRST = /^(?:SELECT|BEGIN|COMMIT)\b/i;

/**
 * Turns pg_dump's `BEGIN; lo_open; lowrite…; lo_close; COMMIT;` into stateless `SELECT pg_catalog.lo_put(oid, offset,
 * '\x…');` pieces of at most 16 KiB: a COMMIT inside would end the restore's own transaction half-way. Both shapes are
 * read: one transaction around all objects (clients up to 16) and one for each (17). `lo_create`, owner, comment and
 * privileges pass. Use it on the data section only: there BEGIN and COMMIT belong to large objects.
 */
export class LargeObjectRewriter {
  /** Large objects created so far. */
  count = 0;
  /** Bytes of their contents so far. */
  bytes = 0;
  private oid: string | null = null;
  private offset = 0;

  push(part: SqlPart): SqlPart[] {
    if (part.type !== 'statement' || !FIRST.test(part.text.toString('latin1', 0, 7))) return [part];
    const info = parseStatement(part.text.subarray(0, 64));
    if (info.verb !== 'SELECT') return [];
    switch (info.routine?.name) {
      case 'lo_create':
        this.count++;
        return [part];
      case 'lo_open':
        this.oid = firstArgument(part.text);
        this.offset = 0;
        return [];
      case 'lowrite':
        return this.put(part);
      case 'lo_close':
        this.oid = null;
        return [];
      default:
        return [part];
    }
  }

  private put(part: StatementPart): SqlPart[] {
    const { text } = part;
    const from = text.indexOf("'\\x") + 3;
    const to = text.lastIndexOf("'");
    if (this.oid === null || from < 3 || to < from) {
      throw new SqlStreamError(
        'large-object',
        `A large object is not written as expected: "${text.toString('utf8', 0, 60)}".`,
        'Report this with the version of pg_dump.',
      );
    }
    const out: SqlPart[] = [];
    for (let at = from; at < to; at += PIECE * 2) {
      const hex = text.subarray(at, Math.min(at + PIECE * 2, to));
      const head = Buffer.from(`SELECT pg_catalog.lo_put('${this.oid}', ${this.offset}, '\\x`);
      out.push({ type: 'statement', lead: NEWLINE, text: Buffer.concat([head, hex, Buffer.from("');")]) });
      this.offset += hex.length / 2;
      this.bytes += hex.length / 2;
    }
    return out;
  }
}

/** The large object's number in `SELECT pg_catalog.lo_open('4711', 131072);`. */
function firstArgument(text: Buffer): string {
  const tokens = new Tokens(text);
  while (tokens.peek().kind !== 'end' && !tokens.isSymbol('(')) tokens.next();
  tokens.next();
  return tokens.next().value.replace(/[^0-9]/g, '');
}
