import data from './bad-inputs.data.json' with { type: 'json' };

/** A request. Texts hold places (`«project»`), secrets (`«canary»`, `«canary:url»`) and repetitions (`«a×300»`): see `fill`. */
export interface Ask {
  /** Left out: the owner's login session. `script`: an API token of the owner. */
  readonly as?: 'owner' | 'operator' | 'viewer' | 'script' | 'visitor';
  /** `fresh`: a service that nobody has set up. */
  readonly on?: 'fresh';
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'HEAD';
  /** Below `/api`. */
  readonly path: string;
  /** Null takes away what the client sends. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it stands. */
  readonly raw?: string;
  /** Sent as these bytes, hexadecimal. */
  readonly bytes?: string;
}

/** What a person and a program get to know. A text between slashes is a pattern. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  /** The whole sentence. */
  readonly detail: string;
  readonly next?: string;
  /** Path of the field. */
  readonly field?: string;
  /** The exact code of a library. */
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Row {
  /** Of the bad-input matrix: `H28`. */
  readonly id: string;
  readonly title: string;
}

/** One request, refused; nothing is stored. */
export interface Refused extends Row {
  readonly kind?: 'refused';
  readonly ask: Ask;
  readonly answer: Refusal;
}

/** Several requests whose replies can't be told apart. */
export interface Alike extends Row {
  readonly kind: 'alike';
  readonly asks: readonly Ask[];
  readonly answer: Refusal;
}

/** The same request many times, `«turn»` is the how manieth: how often each status comes. */
export interface Many extends Row {
  readonly kind: 'many';
  readonly times: number;
  readonly order: 'parallel' | 'one after the other';
  readonly ask: Ask;
  readonly answers: Readonly<Record<string, number>>;
  /** What those get that are refused; left out: all are alike. */
  readonly answer?: Refusal;
}

/** Taken, and it does no harm: what is seen of it afterwards. */
export interface Taken extends Row {
  readonly kind: 'taken';
  readonly ask: Ask;
  readonly status: number;
  /** A part of the reply. */
  readonly reply?: object;
  /** A part of what another request gives then. */
  readonly then?: { readonly ask: Ask; readonly reply: object };
  /** The password of the project `«project»` as it is handed to pg_dump; null: none. */
  readonly password?: string | null;
}

/** Lines as no decent client sends them. */
export interface Lines extends Row {
  readonly kind: 'lines';
  readonly lines: readonly string[];
  readonly answer: Refusal;
}

/** A start with these variables, refused with these lines. */
export interface Start extends Row {
  readonly kind: 'start';
  readonly env: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

export type BadInput = Refused | Alike | Many | Taken | Lines | Start;

export const badInputs = data as readonly BadInput[];
