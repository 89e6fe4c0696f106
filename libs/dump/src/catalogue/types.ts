/** Runs one query inside the snapshot holder's transaction (`search_path` is empty there). Every value arrives as text, SQL NULL as null. */
export type Query = (text: string, values?: unknown[]) => Promise<Row[]>;

export type Row = Record<string, string | null>;

/** What the generators have to know about the source. */
export interface CatalogueContext {
  /** `server_version_num` of the source, e.g. 150020. */
  readonly serverVersionNum: number;
  /** The database being saved. */
  readonly database: string;
  /** The role the dump runs as. */
  readonly currentUser: string;
}

export interface CatalogueWarning {
  /** SCREAMING_SNAKE, stable. */
  readonly code: string;
  readonly text: string;
  /** The object concerned, quoted and qualified where it has a schema. */
  readonly object?: string;
}

/** One script for psql: no `\` line, no BEGIN, no COMMIT, runs under any search_path, any number of times. */
export interface CatalogueScript {
  /** Whole statements, or '' when there is nothing to say. */
  readonly sql: string;
  /** How many objects of its component the script makes. */
  readonly count: number;
  readonly warnings: readonly CatalogueWarning[];
  /** Why this role could not read the component; then it is not_permitted. */
  readonly notPermitted?: string;
}

export type Generator<T extends CatalogueScript = CatalogueScript> = (q: Query, ctx: CatalogueContext) => Promise<T>;
