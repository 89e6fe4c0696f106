import { assertSafeCall } from './tool-arguments';

const check = (argument: string, secret: string) => () => assertSafeCall('/usr/bin/pg_dump', [argument], {}, [secret]);

describe('the arguments of a tool', () => {
  it.each([
    ['--exclude-table="public"."postgres_audit"', 'postgres'],
    ['--table="data"."t"', 'data'],
    ['--exclude-schema="secret"', 'secret'],
    ['--data-only', 'data'],
  ])('%s: a password that is part of a name or an option is no secret in it', (argument, secret) => {
    expect(check(argument, secret)).not.toThrow();
  });

  it.each([
    ['--snapshot=hunter2', 'hunter2'],
    ['--table=hunter2', 'hunter2'],
    ['hunter2', 'hunter2'],
  ])('%s: anything else that holds a password is refused', (argument, secret) => {
    expect(check(argument, secret)).toThrow(/holds a secret/);
  });
});
