import { RestoreError } from '../errors';
import type { Selection } from '../request';
import { tableKey, type TableName } from '../table-name';

const wholes = ['roles', 'schema', 'data', 'history'] as const;
/** PostgreSQL cuts longer names without an error: a table of such a name can't come back under it. */
const longestNameBytes = 63;
/** What a name may hold without quotes; anything else may stand inside them. */
const bareName = /[^\s"'.,;:=<>()\0]+/uy;

/**
 * Reads one `--only` of the command line: `roles`, `schema`, `data`, `history`, `table:public.orders`,
 * `table:"Odd ""s"""."t.t"`, `table:public.orders=>public.orders_old`. Names are true names: an unquoted one isn't folded to lower case.
 * @throws RestoreError `SELECTION_INVALID`
 */
export function parseSelection(text: string): Selection {
  const whole = wholes.find((kind) => kind === text);
  if (whole !== undefined) return { kind: whole };
  if (!text.startsWith('table:')) throw invalid(text, 'it begins with none of roles, schema, data, history and table:');
  const reader = new NameReader(text, 'table:'.length);
  const from = reader.table();
  const to = reader.arrow() ? reader.table() : from;
  if (!reader.ended) throw reader.fail('something follows the name');
  for (const name of [to.schema, to.name]) {
    if (Buffer.byteLength(name) > longestNameBytes)
      throw invalid(text, `a name is longer than ${longestNameBytes} bytes`);
  }
  return { kind: 'table', from, to };
}

/** The text that `parseSelection` reads back as the same. */
export function formatSelection(selection: Selection): string {
  if (selection.kind !== 'table') return selection.kind;
  const { from, to } = selection;
  return `table:${quoted(from)}${tableKey(from) === tableKey(to) ? '' : `=>${quoted(to)}`}`;
}

const quoted = ({ schema, name }: TableName): string =>
  [schema, name].map((part) => `"${part.replaceAll('"', '""')}"`).join('.');

class NameReader {
  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  get ended(): boolean {
    return this.at === this.text.length;
  }

  table(): TableName {
    const schema = this.part();
    if (this.text[this.at] !== '.') throw this.fail(`the schema of ${schema} is missing`);
    this.at += 1;
    return { schema, name: this.part() };
  }

  /** `=>` with or without spaces around it. */
  arrow(): boolean {
    const arrow = /\s*=>\s*/y;
    arrow.lastIndex = this.at;
    if (!arrow.test(this.text)) return false;
    this.at = arrow.lastIndex;
    return true;
  }

  fail(why: string): RestoreError {
    return invalid(this.text, why);
  }

  private part(): string {
    const name = this.text[this.at] === '"' ? this.quotedPart() : this.barePart();
    if (name === '') throw this.fail('a name is empty');
    if (name.includes('\0')) throw this.fail('a name can not hold a zero byte');
    return name;
  }

  private quotedPart(): string {
    const end = /"((?:[^"]|"")*)"/y;
    end.lastIndex = this.at;
    const inside = end.exec(this.text)?.[1];
    if (inside === undefined) throw this.fail('a quoted name has no end');
    this.at = end.lastIndex;
    return inside.replaceAll('""', '"');
  }

  private barePart(): string {
    bareName.lastIndex = this.at;
    const name = bareName.exec(this.text)?.[0] ?? '';
    this.at += name.length;
    return name;
  }
}

function invalid(text: string, why: string): RestoreError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return new RestoreError(
    'SELECTION_INVALID',
    `"${shown}" doesn't say what to restore: ${why}.`,
    'Write roles, schema, data, history, table:public.orders, table:"Odd Schema"."Odd Table" or table:public.orders=>public.orders_old.',
  );
}
