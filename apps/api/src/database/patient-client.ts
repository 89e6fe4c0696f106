import pg, { type ClientConfig } from 'pg';
import { longest } from './postgres-options';

/**
 * A connection that is given up when a statement isn't answered in time. A server that went without a word (its machine lost power, a router
 * forgot the connection) never answers nor resets, the operating system notices after two hours, and everything that asked would wait as long:
 * the server's own limits end statements, not silence. node-postgres's `query_timeout` ends the waiting, but keeps the dead connection in use.
 */
export class PatientClient extends pg.Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    const ask = this.query.bind(this) as (...parts: unknown[]) => unknown;
    const query = (...parts: unknown[]): unknown => {
      const told = parts.at(-1);
      // A pool's own `query` hands a callback on.
      if (typeof told === 'function') {
        const timer = this.patience();
        return ask(...parts.slice(0, -1), (...said: unknown[]) => {
          clearTimeout(timer);
          Reflect.apply(told, undefined, said);
        });
      }
      const answer = ask(...parts);
      if (answer instanceof Promise) {
        const timer = this.patience();
        const settled = (): void => clearTimeout(timer);
        answer.then(settled, settled);
      }
      return answer;
    };
    Object.defineProperty(this, 'query', { value: query });
  }

  private patience(): NodeJS.Timeout {
    return setTimeout(() => this.giveUp(), longest.answer);
  }

  /** Whoever waits is told "Connection terminated", and the pool makes another one. */
  private giveUp(): void {
    const { connection } = this as unknown as { readonly connection: { readonly stream: { destroy(): void } } };
    connection.stream.destroy();
  }
}
