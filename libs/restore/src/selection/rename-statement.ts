import { Tokens, quoteIdent, type StatementInfo, type Token } from '@stowbase/sql-stream';
import { tableKey, type TableName } from '../table-name';
import { readChain, type IdentifierChain } from './identifier-chain';
import { castsToRegclass, readRelationLiteral, relationLiteral } from './regclass-literal';
import type { TableFamily } from './table-family';

/** Words behind which `"s"."t"(` is a table with its columns; elsewhere it is a call of a function. */
const beforeTable: ReadonlySet<string> = new Set(['table', 'exists', 'references', 'only', 'copy']);
const constraint: ReadonlySet<string> = new Set(['constraint']);
const beforeFromItem: ReadonlySet<string> = new Set(['from', 'join', 'only', ',', '(']);
/** Behind these, `"a"."b"` is a type, a relation or a collation, never a column. */
const notBeforeColumn: ReadonlySet<string> = new Set([':', 'from', 'join', 'only', 'collate']);

/**
 * A statement about a table of a family that gets other names, as it has to be for the new ones. Works on tokens: relations of the
 * family wherever they are named (in `'…'::regclass` and `setval('…'` too), the names of constraints, indexes and statistics, and the
 * table where its own columns are qualified by it. What a literal, a comment or a body says stays.
 * @param table the family's table that the statement belongs to, by its old name
 */
export function renameStatement(text: Buffer, info: StatementInfo, family: TableFamily, table: TableName): Buffer {
  return new Renaming(text, info, family, table).run();
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

class Renaming {
  private readonly tokens: Tokens;
  private readonly edits: Edit[] = [];
  /** The tokens before the next one, the nearest first. */
  private before: [Token, Token] = [nothing, nothing];
  private readonly isPolicy: boolean;
  private readonly isSetval: boolean;

  constructor(
    private readonly text: Buffer,
    private readonly info: StatementInfo,
    private readonly family: TableFamily,
    private readonly table: TableName,
  ) {
    this.tokens = new Tokens(text);
    this.isPolicy = info.objectType === 'POLICY';
    this.isSetval = info.verb === 'SELECT' && info.routine?.name === 'setval';
  }

  run(): Buffer {
    for (let token = this.tokens.peek(); token.kind !== 'end'; token = this.tokens.peek()) {
      if (token.kind === 'string') this.literal();
      else if (token.kind === 'name' || (token.kind === 'word' && this.tokens.isSymbol('.', 1))) this.names();
      else this.word();
    }
    return applied(this.text, this.edits);
  }

  private word(): void {
    const token = this.tokens.next();
    // A table that was not expected is a failure, never one to add rows to.
    const ifNotExists = token.value === 'if' && token.kind === 'word' && token.start < this.info.nameStart;
    if (ifNotExists) this.edits.push({ start: token.start, end: this.info.nameStart, text: '' });
    this.passed(token);
  }

  private literal(): void {
    const token = this.tokens.next();
    const named = castsToRegclass(this.tokens) || (this.isSetval && this.before[0].value === '(');
    const relation = named ? readRelationLiteral(token) : null;
    const renamed = relation === null ? null : this.family.relation(relation);
    if (renamed !== null) this.edits.push({ start: token.start, end: token.end, text: relationLiteral(renamed) });
    this.passed(token);
  }

  private names(): void {
    const chain = readChain(this.tokens);
    const [first, second] = chain?.parts ?? [];
    if (chain === null || first === undefined) return;
    if (second === undefined) this.single(first, chain.star);
    else this.qualified(chain, first, second);
    this.passed(chain.parts.at(-1) ?? first);
  }

  /** An index, a constraint, or the whole row of the table. */
  private single(token: Token, star: boolean): void {
    const { schema } = this.info;
    const isNewIndex = this.info.verb === 'CREATE' && this.info.objectType === 'INDEX';
    const ofIndex =
      (isNewIndex && token.start === this.info.nameStart) ||
      this.follows('cluster', 'on') ||
      this.follows('using', 'index');
    if (ofIndex) this.replace(token, this.family.relation({ schema, name: token.value })?.name);
    else if (this.isBehind(constraint)) this.replace(token, this.family.constraint(this.table, token.value));
    else if (star && token.value === this.table.name) this.replace(token, this.family.newTableName(this.table).name);
  }

  private qualified(chain: IdentifierChain, first: Token, second: Token): void {
    const name = { schema: first.value, name: second.value };
    const isStatistics = this.info.objectType === 'STATISTICS' && first.start === this.info.nameStart;
    const renamed = isStatistics ? this.family.newStatisticsName(name) : this.family.relation(name);
    const called = this.tokens.isSymbol('(') && !isStatistics && !this.isBehind(beforeTable);
    if (renamed !== null && !called) {
      const alias = this.isPolicy && this.needsAlias() ? ` ${quoteIdent(second.value)}` : '';
      const text = `${quoteIdent(renamed.schema)}.${quoteIdent(renamed.name)}${alias}`;
      this.edits.push({ start: first.start, end: second.end, text });
    } else if (!called && chain.parts.length === 2 && this.isOwnColumn(first, second)) {
      this.replace(first, this.family.newTableName(this.table).name);
    }
  }

  /** In a query's FROM without an alias, columns are qualified by the old name. */
  private needsAlias(): boolean {
    return this.isBehind(beforeFromItem) && this.tokens.peek().kind !== 'name';
  }

  /** Only the subqueries of a policy qualify the table's columns by its name. */
  private isOwnColumn(first: Token, second: Token): boolean {
    if (!this.isPolicy || first.value !== this.table.name || this.isBehind(notBeforeColumn)) return false;
    const columns = this.family.columns.get(tableKey(this.table));
    return columns === null || columns === undefined || columns.has(second.value);
  }

  private replace(token: Token, name: string | undefined): void {
    if (name !== undefined) this.edits.push({ start: token.start, end: token.end, text: quoteIdent(name) });
  }

  private isBehind(words: ReadonlySet<string>): boolean {
    return this.before[0].kind !== 'name' && words.has(this.before[0].value);
  }

  private follows(beforeLast: string, last: string): boolean {
    const [nearest, further] = this.before;
    return nearest.kind === 'word' && nearest.value === last && further.kind === 'word' && further.value === beforeLast;
  }

  private passed(token: Token): void {
    this.before = [token, this.before[0]];
  }
}

const nothing: Token = { kind: 'end', value: '', start: 0, end: 0 };

function applied(text: Buffer, edits: readonly Edit[]): Buffer {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { start, end, text: replacement } of edits) {
    pieces.push(text.subarray(at, start), Buffer.from(replacement));
    at = end;
  }
  return Buffer.concat([...pieces, text.subarray(at)]);
}
