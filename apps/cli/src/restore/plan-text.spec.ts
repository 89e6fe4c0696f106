import { planOutcome } from './plan-outcome';
import { planText, shortPlanText } from './plan-text';
import type { RestoreOptions } from './restore-options';
import { handMadePlan, item } from './testing/hand-made';

const options: RestoreOptions = {
  plan: true,
  allowInsecure: false,
  intoNonempty: false,
  replace: false,
  resume: false,
  only: [],
  allowOlderServer: false,
  lockWait: 60,
  json: false,
  quiet: false,
};

describe('the plan of a restore, for people', () => {
  it('says from where into what, how, and how much', () => {
    expect(planText(handMadePlan()).split('\n')).toEqual([
      'From  project abcdefghijklmnopqrst, PostgreSQL 17.6, data as of 2026-08-01T02:15:01.123Z',
      'Into  project tsrqponmlkjihgfedcba (Supabase, PostgreSQL 17.6, as postgres)',
      'How   into an empty target',
      '',
      'Creates  1 table, 1 policy',
      'Writes   1,000 rows of 2 tables, about 65.5 kB of SQL',
      '',
      'Worth knowing:',
      '  The origin of the archive is not proven.',
    ]);
  });

  it('begins with what stands in the way, then what will differ, each with its reason', () => {
    const text = planText(
      handMadePlan({
        items: [
          item('create', 'table', 'public.orders'),
          item('skip', 'event trigger', 'guard', 'Only a superuser can make it.'),
          item('rewrite', 'table', 'public.a', 'Its owner shop is not a role you may give objects to.'),
          item('rewrite', 'table', 'public.b', 'Its owner shop is not a role you may give objects to.'),
          item('conflict', 'function', 'public.f(integer)', 'It exists already.'),
        ],
      }),
    );
    expect(text).toMatch(
      /In the way[^\n]*\(1\):\n {2}function public\.f\(integer\): It exists already\.\n\nMade, but not as in the archive \(2\):\n {2}tables public\.a, public\.b: Its owner .*\n\nLeft [^\n]*\(1\):\n {2}event trigger guard: Only/,
    );
  });

  it('names what is dropped in mode replace', () => {
    const items = [item('replace', 'table', 'public.orders', 'It exists already.')];
    const text = planText(handMadePlan({ mode: 'replace', items }));
    expect(text).toContain('Dropped first (1):\n  table public.orders: It exists already.');
    expect(text).toMatch(/^How +in place of .* backup of the target$/m);
    expect(text).toMatch(/^Creates +1 table$/m);
  });

  it('gives things of several types with one reason under that reason', () => {
    const reason = 'It belongs to ann, because role shop is not here.';
    const items = [
      item('rewrite', 'table', 'public.a', reason),
      item('rewrite', 'view', 'public.v', reason),
      item('rewrite', 'table', 'public.b', reason),
    ];
    expect(planText(handMadePlan({ items }))).toContain(
      '(3):\n  It belongs to ann, because role shop is not here:\n    tables public.a, public.b\n    view public.v\n',
    );
  });

  it('stays readable with ten thousand objects', () => {
    const items = Array.from({ length: 10_000 }, (_, i) => item('skip', 'table', `public.t${i}`, `Reason ${i % 400}.`));
    const text = planText(handMadePlan({ items }));
    expect(text.split('\n').length).toBeLessThan(40);
    expect(text).toContain(
      'tables public.t0, public.t400, public.t800, public.t1200, public.t1600 and 20 more: Reason 0.',
    );
    expect(text).toContain('… and 9,500 more');
  });

  it('in short, for one who has said yes, still names what is dropped', () => {
    const items = [
      item('replace', 'table', 'public.orders', 'The one that is there is dropped first.'),
      item('skip', 'role', 'anon', 'It is there already.'),
    ];
    expect(
      shortPlanText(handMadePlan({ mode: 'replace', items }))
        .split('\n')
        .slice(3),
    ).toEqual([
      '',
      'Dropped first (1):',
      '  table public.orders: The one that is there is dropped first.',
      '',
      'Creates  1 table',
      'Writes   1,000 rows of 2 tables, about 65.5 kB of SQL',
    ]);
  });

  it('says which part was asked for', () => {
    const text = planText(
      handMadePlan({
        only: [
          { kind: 'roles' },
          { kind: 'table', from: { schema: 'public', name: 'a' }, to: { schema: 'old', name: 'a"b' } },
        ],
      }),
    );
    expect(text).toContain('Only  roles, table:"public"."a"=>"old"."a""b"');
  });

  it('lets no name move the cursor, forge a line or turn the text around', () => {
    const evil = 'a\u001b[2J\nConflicts: none\u202e';
    const text = planOutcome(
      handMadePlan({
        archive: { ...handMadePlan().archive, projectRef: evil, database: evil },
        target: { ...handMadePlan().target, ref: null, host: evil, database: evil, user: evil, confirmation: evil },
        only: [{ kind: 'table', from: { schema: evil, name: evil }, to: { schema: evil, name: evil } }],
        items: [item('conflict', evil, evil, evil), item('create', evil, evil), item('skip', evil, evil)],
        warnings: [{ code: 'X', text: evil, object: `${evil}!` }],
      }),
      evil,
      options,
    ).text;
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/\u001b|\u202e|^Conflicts: none/m);
  });
});

describe('how a plan ends', () => {
  it('possible: exit code 0 and the command that does it, with the same options', () => {
    const outcome = planOutcome(handMadePlan(), "it's.tar", {
      ...options,
      only: ['table:"a"."b"'],
      jobs: 4,
      identity: 'key.txt',
      replace: true,
    });
    expect(outcome.status).toBe('done');
    expect(outcome.text).toMatch(/\nNothing was changed\.\nThis restores it:\n[^\n]+$/);
    expect(outcome.text).toContain(
      `  stowbase restore 'it'\\''s.tar' --replace --safety-out DIR --only 'table:"a"."b"' --jobs 4 --identity key.txt --yes-restore-into tsrqponmlkjihgfedcba`,
    );
  });

  it.each([
    ['empty', '--replace --safety-out DIR'],
    ['replace', 'move what is in the way yourself'],
  ] as const)('with conflicts, in mode %s: exit code 1 and the ways out', (mode, way) => {
    const outcome = planOutcome(
      handMadePlan({ mode, items: [item('conflict', 'table', 'public.orders', 'It exists already.')] }),
      'a.tar',
      options,
    );
    expect(outcome.status).toBe('failed');
    expect(outcome.text).toContain('Nothing was changed.');
    expect(outcome.text).toContain(way);
    expect(outcome.text).not.toContain('This restores it');
  });
});
