/** The table a `COPY … FROM stdin` writes; `schema` is '' when the name was not qualified. */
export interface CopyTarget {
  schema: string;
  table: string;
}

/** One SQL statement. `lead` is the white space and the comments before it, `text` reaches through its `;`. */
export interface StatementPart {
  type: 'statement';
  lead: Buffer;
  text: Buffer;
}

/** A psql meta line (`\restrict …`): it starts with a backslash outside everything; `text` includes its newline. */
export interface MetaPart {
  type: 'meta';
  lead: Buffer;
  text: Buffer;
}

/** `COPY … FROM stdin;` with its newline. The rows follow as `copy-data` parts, then comes one `copy-end`. */
export interface CopyBeginPart {
  type: 'copy-begin';
  lead: Buffer;
  text: Buffer;
  target: CopyTarget;
}

/** Rows as they are on the wire: a view on the pushed chunk, valid until the next push. `rows` counts the newlines inside. */
export interface CopyDataPart {
  type: 'copy-data';
  bytes: Buffer;
  rows: number;
}

/** The line `\.` with its newline. */
export interface CopyEndPart {
  type: 'copy-end';
  text: Buffer;
}

/** White space and comments after the last statement; only `end()` gives it. */
export interface RestPart {
  type: 'rest';
  text: Buffer;
}

/**
 * What a script consists of. The bytes of all parts in order (`partBytes`) are the input, byte for byte.
 * All buffers but those of `copy-data` belong to the part and stay valid.
 */
export type SqlPart = StatementPart | MetaPart | CopyBeginPart | CopyDataPart | CopyEndPart | RestPart;

/** The part's own bytes, in order. */
export function partBytes(part: SqlPart): Buffer[] {
  switch (part.type) {
    case 'statement':
    case 'meta':
    case 'copy-begin':
      return part.lead.length === 0 ? [part.text] : [part.lead, part.text];
    case 'copy-data':
      return [part.bytes];
    case 'copy-end':
    case 'rest':
      return [part.text];
  }
}
