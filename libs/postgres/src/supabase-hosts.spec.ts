import { isPrivateHost, isValidHost } from './host-names';
import { describeConnection } from './supabase-hosts';

const ref = 'abcdefghijklmnopqrst';
const describeAt = (host: string, port: number, user: string, database = 'postgres') =>
  describeConnection({ host, port, user, database, tls: { mode: 'require' } });

describe('what a connection is', () => {
  it.each([
    [`db.${ref}.supabase.co`, 5432, 'postgres', 'supabase-direct', ref, ref],
    ['aws-1-eu-west-1.pooler.supabase.com', 5432, `backup.${ref}`, 'supabase-session-pooler', ref, ref],
    ['aws-1-eu-west-1.pooler.supabase.com', 6543, `postgres.${ref}`, 'supabase-other', ref, ref],
    ['db.example.com', 5432, 'a.b', 'plain', null, 'postgres'],
  ])('%s:%d as %s is %s', (host, port, user, kind, project, slug) => {
    expect(describeAt(host, port, user)).toMatchObject({ kind, ref: project, slug });
  });

  it('a database name becomes a slug fit for file names', () => {
    expect(describeAt('h', 5432, 'u', 'Größe / ../x').slug).toBe('gro-e-x');
    expect(describeAt('h', 5432, 'u', '日本').slug).toBe('database');
  });
});

describe('host names', () => {
  it.each(['localhost', '::1', '127.0.0.9', 'db', 'x.internal', 'FD00::1'])('%s is private', (host) => {
    expect(isPrivateHost(host)).toBe(true);
  });

  it.each(['db.example.com', '1.1.1.1', '2606:4700::1', 'localhost.example.com'])('%s is public', (host) => {
    expect(isPrivateHost(host)).toBe(false);
  });

  it.each(['a..b', '-a', 'a-', '.a', 'a b', '1.2.3', 'ünï', '1:2', 'a'.repeat(64), ''])('%j is no host', (host) => {
    expect(isValidHost(host)).toBe(false);
  });
});
