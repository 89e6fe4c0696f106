import type { ApiClient } from '../../../testing/api-client';
import type { Canaries } from '../../../testing/canary';
import { send, type Answer } from '../../bad-inputs/testing/ask';

interface Reply {
  readonly what: string;
  readonly text: string;
  /** Names of the secrets that it shows by design, this once. */
  readonly shows: readonly string[];
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Asks the service, and keeps every reply. */
export class Recorded {
  private readonly replies: Reply[] = [];

  /** @param headers of whoever is signed in by now */
  constructor(
    private readonly url: string,
    public headers: Readonly<Record<string, string>>,
  ) {}

  /** @param shows names of the secrets that this reply is there to show */
  async ask(method: Method, path: string, body?: unknown, shows: readonly string[] = []): Promise<Answer> {
    const client = { headers: this.headers } as ApiClient;
    const answer = await send(this.url, client, { method, path, body });
    this.keep(`${method} ${path}`, `${JSON.stringify(answer.headers)}\n${answer.text}`, shows);
    return answer;
  }

  keep(what: string, text: string, shows: readonly string[] = []): void {
    this.replies.push({ what, text, shows });
  }

  get count(): number {
    return this.replies.length;
  }

  /** Where a secret was given back that should not have been. */
  leaks(canaries: Canaries): string[] {
    return this.replies.flatMap(({ what, text, shows }) =>
      canaries.in(text, shows).map((name) => `${name} in ${what}`),
    );
  }
}
