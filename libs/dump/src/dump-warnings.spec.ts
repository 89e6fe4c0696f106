import { tellingLines } from './dump-warnings';

it('F05 tells every warning of pg_dump but the advice about circular foreign keys', () => {
  const told: string[] = [];
  const hear = tellingLines((line) => told.push(line));
  [
    'pg_dump: warning: there are circular foreign-key constraints on this table:',
    'pg_dump: detail: c',
    'pg_dump: hint: Consider using a full dump instead of a --data-only dump to avoid this problem.',
    'pg_dump: warning: owner of function "f" appears to be invalid',
    'pg_dump: detail: It was dropped.',
    'pg_dump: warning: there are circular foreign-key constraints among these tables:',
    'pg_dump: detail: a',
  ].forEach(hear);
  expect(told).toEqual([
    'pg_dump: warning: owner of function "f" appears to be invalid',
    'pg_dump: detail: It was dropped.',
  ]);
});
