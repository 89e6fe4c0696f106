import { Coverage, gapsOf } from './coverage';

describe('P-COVERAGE-5 what a backup says of its parts', () => {
  const of = (name: string, end: (coverage: Coverage) => void): unknown => {
    const coverage = new Coverage('full', true);
    end(coverage);
    return coverage.list().find((component) => component.name === name);
  };

  it.each([
    ['before', ['missing', 'saved']],
    ['after', ['saved', 'missing']],
  ])('a gap stays one, and counts what is saved all the same: found %s the rest', (_, order) => {
    const found = of('data', (coverage) => {
      for (const each of order) {
        if (each === 'saved') coverage.saved('data', 12);
        else coverage.incomplete('data', 'no rows of public.a');
      }
    });
    expect(found).toEqual({ name: 'data', status: 'failed', count: 12, reason: 'no rows of public.a' });
  });

  it('tells all reasons of a part with several', () => {
    const found = of('auth_users', (coverage) => {
      coverage.notPermitted('auth_users', "can't read all of auth.sessions");
      coverage.saved('auth_users', 3);
      coverage.incomplete('auth_users', 'no rows of auth.b');
    });
    expect(found).toEqual({
      ...{ name: 'auth_users', status: 'not_permitted', count: 3 },
      reason: "can't read all of auth.sessions; no rows of auth.b",
    });
  });

  it('says what was left out on request, whatever else is said of it', () => {
    const found = of('history', (coverage) => {
      coverage.leftOut('history');
      coverage.notPermitted('history', 'hidden');
      coverage.saved('history', 0);
    });
    expect(found).toEqual({ name: 'history', status: 'off', count: 0, reason: 'left out on request' });
  });

  it('counts nothing of what was left out after it was counted', () => {
    const found = of('history', (coverage) => {
      coverage.saved('history', 4);
      coverage.leftOut('history');
    });
    expect(found).toMatchObject({ status: 'off', count: 0 });
  });

  it('a part that nobody spoke of is a gap', () => {
    const coverage = new Coverage('schema', false);
    coverage.saved('cron', 0);
    const gaps = gapsOf(coverage.list()).map(({ component }) => component);
    expect(gaps).toContain('roles');
    for (const none of ['cron', 'data', 'history']) expect(gaps).not.toContain(none);
  });
});
