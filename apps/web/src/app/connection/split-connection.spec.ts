import { kindOf, roleAndRef, withSessionPort } from './connection-kind';
import { proposedName } from './project-name';
import { splitConnection } from './split-connection';

const ref = 'abcdefghijklmnopqrst';
const pooler = `postgresql://postgres.${ref}:s3cret@aws-0-eu-central-1.pooler.supabase.com`;

describe('P-WEB-202 a connection string as it is typed', () => {
  it.each([
    [`${pooler}:5432/postgres`, { user: `postgres.${ref}`, port: 5432, database: 'postgres', password: 'set' }],
    ['postgresql://me@db.example.com', { user: 'me', host: 'db.example.com', port: null, password: 'none' }],
    ['postgres://me:@[2001:db8::1]:6000/shop', { host: '2001:db8::1', port: 6000, database: 'shop', password: 'none' }],
    ['postgresql://a%40b:p%40ss@h/d%20b?sslmode=require', { user: 'a@b', host: 'h', database: 'd b', password: 'set' }],
    ['postgresql://u:p@ss/w?rd#1@h:1/d', { user: 'u', host: 'h', port: 1, database: 'd' }],
    ['postgresql://u:p%zz@h', { user: 'u', host: 'h' }],
    ['postgresql://', { user: '', host: '', password: 'none' }],
  ])('%s', (text, parts) => expect(splitConnection(text)).toMatchObject(parts));

  it.each([
    ['aws-0-eu-central-1.pooler.supabase.com', 5432, 'session-pooler'],
    ['aws-0-eu-central-1.pooler.supabase.com', null, 'session-pooler'],
    ['aws-0-eu-central-1.pooler.supabase.com', 6543, 'transaction-pooler'],
    [`db.${ref}.supabase.co`, 5432, 'direct'],
    [`db.${ref}.supabase.co`, 6543, 'dedicated-pooler'],
    ['evilpooler.supabase.com.example.org', 6543, 'plain'],
    ['127.0.0.1', 6543, 'plain'],
  ])('%s:%s is %s', (host, port, kind) => expect(kindOf({ host, port })).toBe(kind));

  it('names the project by the user of a pooler or by the direct host', () => {
    expect(roleAndRef(splitConnection(`${pooler}/postgres`))).toEqual({ role: 'postgres', ref });
    expect(roleAndRef({ host: `db.${ref}.supabase.co`, user: 'postgres' })).toEqual({ role: 'postgres', ref });
    expect(roleAndRef({ host: 'db.example.com', user: 'a.b' })).toEqual({ role: 'a.b', ref: '' });
  });

  it.each([
    [ref, 'postgres', 'x', ref],
    ['', 'shop', 'db.example.com', 'shop'],
    ['', 'postgres', 'shop-db.example.com', 'shop-db'],
    ['', 'postgres', '127.0.0.1', 'postgres'],
    ['', '', '2001:db8::1', 'postgres'],
  ])('ref "%s", database "%s" at %s is called %s at first', (...args) =>
    expect(proposedName(args[0], args[1], args[2])).toBe(args[3]),
  );
});

describe('P-WEB-203 port 6543 of a shared pooler', () => {
  const rewritten = (text: string): string => withSessionPort(text, splitConnection(text));

  it('becomes 5432, and nothing else of the string changes', () => {
    expect(rewritten(`${pooler}:6543/postgres?pgbouncer=true`)).toBe(`${pooler}:5432/postgres?pgbouncer=true`);
    expect(rewritten(`postgresql://postgres.${ref}:6543@x.pooler.supabase.com:6543/postgres`)).toBe(
      `postgresql://postgres.${ref}:6543@x.pooler.supabase.com:5432/postgres`,
    );
  });

  it.each([
    `${pooler}:5432/postgres`,
    `postgresql://u:p@db.${ref}.supabase.co:6543/postgres`,
    'postgresql://u:p@h:6543/d',
  ])('is left alone in %s', (text) => expect(rewritten(text)).toBe(text));
});
