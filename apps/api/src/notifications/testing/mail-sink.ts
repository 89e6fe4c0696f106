import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface SunkMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | null;
  readonly encrypted: boolean;
  /** Headers and body as they arrived. */
  readonly raw: string;
}

/** How it behaves; changed by tests while it runs. */
export interface MailSinkHabits {
  /** Status of RCPT for an address; null: taken. */
  rcpt: (address: string) => number | null;
  /** Behind the mail: taken, a status, or the connection is cut in the middle of it. */
  data: 'take' | 'cut' | number;
  user: string;
  password: string;
}

export interface MailSink {
  readonly port: number;
  readonly mails: SunkMail[];
  readonly habits: MailSinkHabits;
  /** Everything that was said by the client before encryption, or without. */
  readonly clear: string[];
  close(): Promise<void>;
}

/** A real SMTP server of this machine, for one test file. */
export async function startMailSink(options: SMTPServerOptions = {}): Promise<MailSink> {
  const habits: MailSinkHabits = { rcpt: () => null, data: 'take', user: 'mailer', password: 'a password for mail' };
  const mails: SunkMail[] = [];
  const clear: string[] = [];
  const sockets = new Map<string, Socket>();
  const refusal = (status: number): Error => Object.assign(new Error('refused'), { responseCode: status });
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _, callback) => {
      if (username === habits.user && password === habits.password) callback(null, { user: username });
      else callback(refusal(535));
    },
    onRcptTo: ({ address }, _, callback) => {
      const status = habits.rcpt(address);
      callback(status === null ? null : refusal(status));
    },
    onData: (stream, session, callback) => {
      const pieces: Buffer[] = [];
      if (habits.data === 'cut') {
        for (const socket of sockets.values()) socket.destroy();
        return;
      }
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        if (typeof habits.data === 'number') return callback(refusal(habits.data));
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: typeof session.user === 'string' ? session.user : null,
          encrypted: session.secure,
          raw: Buffer.concat(pieces).toString('utf8'),
        });
        callback(null);
      });
    },
    ...options,
  });
  server.server.on('connection', (socket: Socket) => {
    const key = `${socket.remotePort}`;
    sockets.set(key, socket);
    socket.on('close', () => sockets.delete(key));
    socket.prependListener('data', (piece: Buffer) => clear.push(piece.toString('latin1')));
  });
  // Clients that hang up are part of the tests.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    for (const socket of sockets.values()) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port, mails, habits, clear, close };
}
