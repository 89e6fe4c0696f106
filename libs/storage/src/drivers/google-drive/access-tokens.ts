/** What the token endpoint gave. */
export interface Grant {
  readonly accessToken: string;
  /** Milliseconds. */
  readonly livesMs: number;
}

/** A token that ends so soon isn't used any more: a request takes its time. Milliseconds. */
const marginMs = 60_000;

/** The access token in use: asked for once, whoever needs it meanwhile, and again when it ends or is refused. */
export class AccessTokens {
  #current: { readonly token: string; readonly endsAt: number } | null = null;
  #asking: Promise<string> | null = null;

  constructor(private readonly ask: () => Promise<Grant>) {}

  /** @throws StorageError `auth` when the sign-in is over, and what the network has */
  async token(): Promise<string> {
    if (this.#current !== null && this.#current.endsAt > Date.now()) return this.#current.token;
    this.#asking ??= this.#asked().finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** It was refused: somebody ended it early. */
  forget(token: string): void {
    if (this.#current?.token === token) this.#current = null;
  }

  async #asked(): Promise<string> {
    const { accessToken, livesMs } = await this.ask();
    this.#current = { token: accessToken, endsAt: Date.now() + livesMs - marginMs };
    return accessToken;
  }
}
