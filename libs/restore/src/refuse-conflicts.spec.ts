import type { PlanItem } from './plan/restore-plan';
import type { RestoreMode } from './request';
import { RestoreError } from './errors';
import { refuseConflicts } from './refuse-conflicts';

const conflict = (name: string): PlanItem => ({
  action: 'conflict',
  type: 'table',
  name,
  key: name,
  reason: 'It exists already.',
});

function refused(items: readonly PlanItem[], mode: RestoreMode = 'add'): RestoreError {
  try {
    refuseConflicts({ items, mode });
  } catch (error) {
    if (error instanceof RestoreError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('what stands in the way', () => {
  it('is nothing when nothing conflicts', () => {
    expect(() =>
      refuseConflicts({ items: [{ ...conflict('public.a'), action: 'create' }], mode: 'add' }),
    ).not.toThrow();
  });

  it('is named, each with its reason, and nothing was changed', () => {
    const error = refused([conflict('public.a'), { ...conflict('public.b'), reason: null }]);
    expect(error).toMatchObject({
      code: 'PLAN_CONFLICTS',
      kind: 'conflict',
      message: 'This stands in the way in the target: table public.a, table public.b. Nothing was changed.',
      detail: 'table public.a: It exists already.\ntable public.b: it is there already.',
    });
    expect(error.nextStep).toContain('--replace');
    expect(refused([conflict('public.a')], 'replace').nextStep).not.toContain('--replace');
  });

  it('stays readable when it is a lot', () => {
    const error = refused(Array.from({ length: 1234 }, (_, i) => conflict(`public.t${i}`)));
    expect(error.message).toMatch(/public\.t4 and 1229 more\. Nothing/);
    expect(error.detail?.split('\n')).toHaveLength(21);
    expect(error.detail).toMatch(/\n… and 1214 more, which the plan \(--plan\) lists$/);
  });

  it('lets no name forge a line', () => {
    expect(refused([conflict('a\nb\u001b[2J')])).toMatchObject({
      message: 'This stands in the way in the target: table a b [2J. Nothing was changed.',
      detail: 'table a b [2J: It exists already.',
    });
  });
});
