import type { ContentsExtension } from '@stowbase/archive';
import { Tokens } from '@stowbase/sql-stream';
import { objectKey } from '../object-key';
import { tableKey, tableText, type TableName } from '../table-name';
import type { TargetFacts } from '../target/target-facts';
import type { ArchiveIndex } from './archive-index';
import { readChain } from './identifier-chain';
import { castsToRegclass, readRelationLiteral } from './regclass-literal';
import type { TableFamily } from './table-family';
import type { TablePart } from './table-parts';

/**
 * What selected tables use, the archive could create, and the target lacks: types, functions, tables, sequences, schemas, extensions.
 * Of what the archive doesn't know (a type that the platform made meanwhile) nothing can be told: there the statement fails.
 */
export class Needs {
  private readonly missingTexts = new Set<string>();
  private readonly routinesHere: ReadonlySet<string>;
  private readonly ofMissingExtensions = new Map<string, string>();

  constructor(
    private readonly index: ArchiveIndex,
    private readonly facts: TargetFacts,
    private readonly kept: TableFamily | undefined,
    extensions: readonly ContentsExtension[],
  ) {
    this.routinesHere = routineNames(facts);
    for (const { name, objects = {} } of extensions.filter((one) => !facts.installedExtensions.has(one.name))) {
      for (const [schema, brought] of Object.entries(objects)) {
        for (const object of brought) this.ofMissingExtensions.set(tableKey({ schema, name: object }), name);
      }
    }
  }

  /** In the order in which they were met. */
  get missing(): readonly string[] {
    return [...this.missingTexts];
  }

  schema(name: string): void {
    if (!this.facts.objects.has(objectKey.schema(name))) this.missingTexts.add(`schema ${name}`);
  }

  table(table: TableName): void {
    if (!this.isHere(table)) this.missingTexts.add(`table ${tableText(table)}`);
  }

  /** Notes what a statement that will run names. */
  statement(text: Buffer, part: TablePart): void {
    const tokens = new Tokens(text);
    for (let token = tokens.peek(); token.kind !== 'end'; token = tokens.peek()) {
      if (token.kind === 'string') {
        const literal = tokens.next();
        const relation = castsToRegclass(tokens) ? readRelationLiteral(literal) : null;
        if (relation?.schema != null) this.relation({ schema: relation.schema, name: relation.name }, part);
        continue;
      }
      const [first, second] = readChain(tokens)?.parts ?? [];
      if (first === undefined) tokens.next();
      else if (second !== undefined)
        this.named({ schema: first.value, name: second.value }, tokens.isSymbol('('), part);
    }
  }

  private named(name: TableName, called: boolean, part: TablePart): void {
    const key = tableKey(name);
    if (called && this.index.routines.has(key)) {
      if (!this.routinesHere.has(key)) this.missingTexts.add(`function ${tableText(name)}`);
    } else if (this.index.types.has(key)) {
      if (!this.facts.objects.has(objectKey.type(name.schema, name.name)))
        this.missingTexts.add(`type ${tableText(name)}`);
    } else if (this.index.tables.has(key) || this.index.relations.has(key)) this.relation(name, part);
    else if (this.ofMissingExtensions.has(key)) this.missingTexts.add(`extension ${this.ofMissingExtensions.get(key)}`);
  }

  private relation(name: TableName, { family }: TablePart): void {
    if (family.owns(name) || this.kept?.owns(name) === true || this.isHere(name)) return;
    const key = tableKey(name);
    const kind = this.index.tables.has(key) ? 'table' : 'relation';
    if (this.index.tables.has(key) || this.index.relations.has(key))
      this.missingTexts.add(`${kind} ${tableText(name)}`);
  }

  private isHere({ schema, name }: TableName): boolean {
    return this.facts.objects.has(objectKey.relation(schema, name));
  }
}

/** Functions of the target by schema and name, whatever their arguments. */
function routineNames({ objects }: TargetFacts): ReadonlySet<string> {
  const names = new Set<string>();
  for (const key of objects.keys) {
    if (!key.startsWith('["routine"')) continue;
    const [, schema = '', name = ''] = JSON.parse(key) as string[];
    names.add(tableKey({ schema, name }));
  }
  return names;
}
