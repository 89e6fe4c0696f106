import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { Guard } from './guard';

export interface GuardedAgentOptions {
  /** http:// to a public host is allowed. */
  readonly allowInsecure?: boolean;
  /** Until a socket is connected, ms; default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Trusted root certificates, PEM; default: Node's list. */
  readonly ca?: string;
}

/** For libraries that take Node's own agents (the AWS SDK). */
export interface GuardedAgents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

/** Both keep connections for later requests. The caller destroys them. */
export function guardedAgents(guard: Guard, options: GuardedAgentOptions = {}): GuardedAgents {
  const { ca, connectTimeoutMs = 10_000, allowInsecure = false } = options;
  const dial = (wanted: Wanted, privateOnly: boolean): ReturnType<Guard['connect']> => {
    const host = wanted.host ?? 'localhost';
    return guard.connect({
      host,
      port: Number(wanted.port),
      signal: AbortSignal.timeout(connectTimeoutMs),
      privateOnly,
    });
  };
  return {
    httpAgent: new GuardedHttpAgent((wanted) => dial(wanted, !allowInsecure)),
    httpsAgent: new GuardedHttpsAgent((wanted) => dial(wanted, false), ca),
  };
}

type Wanted = http.ClientRequestArgs;
type Dial = (wanted: Wanted) => ReturnType<Guard['connect']>;
type Connected = (error: Error | null, stream: Duplex) => void;

class GuardedHttpAgent extends http.Agent {
  constructor(private readonly dial: Dial) {
    super({ keepAlive: true });
  }

  override createConnection(options: http.ClientRequestArgs, callback?: Connected): undefined {
    handOver(this.dial(options), callback);
  }
}

class GuardedHttpsAgent extends https.Agent {
  constructor(
    private readonly dial: Dial,
    ca: string | undefined,
  ) {
    super({ keepAlive: true, ...(ca === undefined ? {} : { ca }) });
  }

  /** The agent's own way does the TLS: server name, sessions and certificate checks as the options say. */
  override createConnection(options: https.RequestOptions, callback?: Connected): undefined {
    const encrypted = this.dial(options).then((socket) => {
      const stream = super.createConnection({ ...options, socket } as https.RequestOptions);
      if (stream === null || stream === undefined) throw new Error('no TLS socket');
      return stream;
    });
    handOver(encrypted, callback);
  }
}

/** Node's types know no call with the error alone, which is what its agent makes and expects. */
function handOver(connecting: Promise<Duplex>, callback: Connected | undefined): void {
  connecting.then(
    (stream) => callback?.(null, stream),
    (error: unknown) => (callback as ((error: unknown) => void) | undefined)?.(error),
  );
}
