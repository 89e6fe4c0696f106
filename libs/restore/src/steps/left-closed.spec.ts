import { PostgresError, type ConnectionSettings } from '@stowbase/postgres';
import { RestoreError } from '../errors';
import { leftClosed } from './left-closed';

const settings: ConnectionSettings = {
  host: 'h',
  port: 5432,
  user: 'u',
  database: 'd',
  password: 'hush-hush',
  tls: { mode: 'disable' },
};
const context = { signal: new AbortController().signal, settings };

describe('the error of a restore that was left half-way', () => {
  it('keeps code, place and detail of what failed', () => {
    const place = { member: 'm', statement: 3, table: null, line: null };
    const failed = new RestoreError('STATEMENT_FAILED', 'CREATE INDEX failed.', 'Make room.', { place, detail: 'd' });
    expect(leftClosed(failed, ['a "b"'], context)).toMatchObject({
      ...{ code: 'STATEMENT_FAILED', place, detail: 'd', closedSchemas: ['a "b"'] },
      message: 'CREATE INDEX failed. The schema "a \\"b\\"" stays closed: the API can\'t see what is in it.',
      nextStep:
        'Make room; then go on with --resume, or drop what was restored together with the schema stowbase_restore and begin anew.',
    });
  });

  it('says what became of a connection, without a secret', () => {
    const lost = Object.assign(new Error('read ECONNRESET by hush-hush'), { code: 'ECONNRESET' });
    const error = leftClosed(lost, [], context);
    expect(error).toMatchObject({ code: 'RESTORE_INTERRUPTED', kind: 'failed' });
    expect(error.message).toMatch(/^The restore stopped half-way: .* No schema is closed\.$/);
    expect(JSON.stringify([error.message, error.detail, error.nextStep])).not.toContain('hush-hush');
    const known = new PostgresError('DISK_FULL', 'The disk is full.', 'Free space.');
    expect(leftClosed(known, [], context).message).toBe(
      'The restore stopped half-way: The disk is full. No schema is closed.',
    );
  });

  it('calls a defect a defect', () => {
    expect(leftClosed(new TypeError('x is not a function'), ['s'], context)).toMatchObject({
      ...{ code: 'RESTORE_DEFECT', closedSchemas: ['s'] },
      message: expect.not.stringContaining('PostgreSQL answered') as string,
    });
  });

  it('names 20 schemas and counts the rest', () => {
    const names = Array.from({ length: 23 }, (_, index) => `s${index}`);
    expect(leftClosed(new Error('x'), names, context).message).toContain('"s19" and 3 more stay closed');
  });
});
