import type { ConnectionSettings } from '@stowbase/postgres';
import { ApiError } from '../errors/api-error';
import type { ConnectionDto } from './connection.dto';
import { readConnection } from './read-connection';

const stored = {
  settings: {
    host: 'db.example.com',
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    password: 'the stored one',
    tls: { mode: 'require', pin: 'ab'.repeat(32) },
  } satisfies ConnectionSettings,
  allowInsecure: false,
};

function problem(
  dto: ConnectionDto,
  before: typeof stored | null = null,
): Pick<ApiError, 'code'> & { field: unknown; reason: unknown } {
  try {
    readConnection(dto, before);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(`${error.message} ${error.options.nextStep ?? ''}`).not.toContain('s3cret');
    return { code: error.code, field: error.options.field, reason: error.options.more?.['reason'] };
  }
  throw new Error('it was accepted');
}

describe('a connection in a request', () => {
  it('is a string as Supabase shows it', () => {
    const { settings } = readConnection({
      url: 'postgresql://postgres.abcdefghijklmnopqrst:p%40ss@aws-0-eu-central-1.pooler.supabase.com:5432/postgres',
    });
    expect(settings).toMatchObject({
      user: 'postgres.abcdefghijklmnopqrst',
      password: 'p@ss',
      tls: { mode: 'require' },
    });
  });

  it('is single fields, the password as it is typed', () => {
    const { settings } = readConnection({
      host: 'db.example.com',
      username: 'me',
      database: 'shop',
      password: 'a@b/c#d% e',
    });
    expect(settings).toMatchObject({ host: 'db.example.com', port: 5432, password: 'a@b/c#d% e' });
  });

  it.each<[string, ConnectionDto, string, string, string | undefined]>([
    ['H02 another scheme', { url: 'mysql://u:s3cret@h/d' }, 'CONNECTION_INVALID', 'connection.url', 'URL_SCHEME'],
    [
      'H03 a parameter that reads files',
      { url: 'postgresql://u:s3cret@h.example.com/d?sslrootcert=/etc/passwd' },
      'CONNECTION_INVALID',
      'connection.url',
      'PARAMETER_NOT_ALLOWED',
    ],
    [
      'H04 unencrypted over the internet',
      { host: 'db.example.com', username: 'u', database: 'd', tlsMode: 'disable' },
      'CONNECTION_INVALID',
      'connection.tlsMode',
      'TLS_WEAK',
    ],
    [
      'H05 a socket path for a host',
      { host: '/var/run', username: 'u', database: 'd' },
      'CONNECTION_INVALID',
      'connection.host',
      'HOST_INVALID',
    ],
    [
      'H07 a port outside its range',
      { host: 'h.example.com', port: 65_536, username: 'u', database: 'd' },
      'CONNECTION_INVALID',
      'connection.port',
      'PORT_INVALID',
    ],
    [
      'H07 the transaction pooler',
      {
        host: 'aws-0-eu.pooler.supabase.com',
        port: 6543,
        username: 'postgres.abcdefghijklmnopqrst',
        database: 'postgres',
      },
      'CONNECTION_INVALID',
      'connection.port',
      'POOLER_TRANSACTION_MODE',
    ],
    [
      'H08 a pooler user without its project',
      { host: 'aws-0-eu.pooler.supabase.com', username: 'postgres', database: 'postgres' },
      'CONNECTION_INVALID',
      'connection.username',
      'POOLER_USER',
    ],
    [
      'an empty password',
      { host: 'h.example.com', username: 'u', database: 'd', password: '' },
      'CONNECTION_INVALID',
      'connection.password',
      'PASSWORD_INVALID',
    ],
    [
      'a certificate that is none',
      { host: 'h.example.com', username: 'u', database: 'd', ca: 'no PEM' },
      'CONNECTION_INVALID',
      'connection.ca',
      'CA_INVALID',
    ],
    ['nothing', {}, 'CONNECTION_INCOMPLETE', 'connection.host', undefined],
    [
      'both forms at once',
      { url: 'postgresql://u:s3cret@h/d', host: 'other' },
      'CONNECTION_INCOMPLETE',
      'connection.host',
      undefined,
    ],
  ])('is refused at its field: %s', (_, dto, code, field, reason) => {
    expect(problem(dto)).toEqual({ code, field, reason });
  });
});

describe('a change of a stored connection', () => {
  it.each<[string, ConnectionDto]>([
    ['nothing about the password', { database: 'other' }],
    ['its mask', { database: 'other', password: '••••' }],
  ])('H33 keeps the password when it says %s', (_, dto) => {
    expect(readConnection(dto, stored).settings).toMatchObject({ database: 'other', password: 'the stored one' });
  });

  it('H33 removes it by null', () => {
    expect(readConnection({ password: null }, stored).settings.password).toBeUndefined();
  });

  it('takes a new one after a rotation', () => {
    expect(readConnection({ password: 'rotated' }, stored).settings).toMatchObject({
      password: 'rotated',
      tls: stored.settings.tls,
    });
  });

  it.each<[string, ConnectionDto]>([
    ['another host', { host: 'attacker.example.com' }],
    ['another port', { port: 5433 }],
    ['another user', { username: 'other' }],
    ['a string without a password for another host', { url: 'postgresql://postgres@attacker.example.com/postgres' }],
    ['no encryption', { tlsMode: 'disable', allowInsecure: true }],
    ['another root certificate', { ca: null, host: 'db2.example.com' }],
  ])('never sends the stored password to %s', (_, dto) => {
    expect(problem(dto, stored)).toMatchObject({ code: 'PASSWORD_NEEDED_AGAIN', field: 'connection.password' });
  });

  it('keeps the pinned certificate while the host is the same', () => {
    expect(readConnection({ password: 'rotated' }, stored).settings.tls.pin).toBe(stored.settings.tls.pin);
    expect(readConnection({ host: 'db2.example.com', password: 'x' }, stored).settings.tls.pin).toBeUndefined();
  });
});
