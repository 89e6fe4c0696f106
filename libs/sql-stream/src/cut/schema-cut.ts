import type { SqlPart } from '../part';
import { classify } from './classify';

/**
 * Where a part of the stream goes: `schema` at once; `pending` until the cut is known; `settles`: this part and all that
 * is pending are `schema`. What is pending at the end is `schema_post`.
 */
export type CutPlace = 'schema' | 'pending' | 'settles';

const NAMED_EARLY = 20;

/**
 * Cuts one schema-only stream of pg_dump into `schema` (before the rows) and `schema_post` (after them), in one pass.
 *
 * The cut stands before the first "post" statement behind the last anchor (CREATE TABLE / SEQUENCE / FOREIGN TABLE,
 * ATTACH PARTITION, SET DEFAULT, OWNED BY, ADD GENERATED). Nothing is moved: `schema` + `schema_post` is the stream byte
 * for byte. Only what follows a "post" statement is pending, and a later anchor settles it: pg_dump writes tables before
 * constraints, so what is pending is almost always all of `schema_post`, once. The caller holds it compressed (and gives
 * it up as `schema` when told so); this class holds nothing.
 *
 * Push the parts as the scanner gave them, before the rules, which may turn CREATE VIEW into CREATE OR REPLACE VIEW.
 */
export class SchemaCut {
  private open = false;
  private pendingPost: string[] = [];
  private pendingCount = 0;
  private settledPost: string[] = [];
  private settledCount = 0;

  push(part: SqlPart): CutPlace {
    if (part.type !== 'statement') return this.open ? 'pending' : 'schema';
    const kind = classify(part.text);
    if (kind === 'anchor' && this.open) return this.settle();
    if (kind === 'post') {
      this.open = true;
      this.pendingCount++;
      if (this.pendingPost.length < NAMED_EARLY) this.pendingPost.push(firstLine(part.text));
    }
    return this.open ? 'pending' : 'schema';
  }

  /**
   * "Post" statements that had to stay before the rows because a table follows them (a key a view needs, …): harmless,
   * worth a log line. `examples` are the first lines of at most twenty.
   */
  get early(): { count: number; examples: readonly string[] } {
    return { count: this.settledCount, examples: this.settledPost };
  }

  private settle(): CutPlace {
    this.open = false;
    this.settledCount += this.pendingCount;
    this.settledPost = [...this.settledPost, ...this.pendingPost].slice(0, NAMED_EARLY);
    this.pendingPost = [];
    this.pendingCount = 0;
    return 'settles';
  }
}

/** The cut of parts in memory: their order and bytes stay, `schema` then `post` is the input. */
export function cutSchema(parts: readonly SqlPart[]): { schema: SqlPart[]; post: SqlPart[] } {
  const cut = new SchemaCut();
  const schema: SqlPart[] = [];
  let post: SqlPart[] = [];
  for (const part of parts) {
    const place = cut.push(part);
    if (place === 'settles') {
      schema.push(...post);
      post = [];
    }
    (place === 'pending' ? post : schema).push(part);
  }
  return { schema, post };
}

function firstLine(text: Buffer): string {
  return text.toString('utf8', 0, 200).split('\n', 1)[0] ?? '';
}
