import { closingLine, emptyTally } from './tally.mjs';

describe('the last line of a test run', () => {
  it('counts what passed and failed, and what was skipped when something was', () => {
    const tally = { ...emptyTally(), tests: 3, passed: 3 };
    expect(closingLine(tally)).toBe('3 passed, 0 failed');
    tally.failures.push({ title: 'lint', text: '' });
    tally.skipped.push('PostgreSQL 17 client');
    expect(closingLine(tally)).toBe('3 passed, 1 failed, 1 skipped');
  });

  it('is a failure when no test ran at all', () => {
    expect(closingLine({ ...emptyTally(), passed: 4 })).toBe('4 passed, 1 failed');
  });
});
