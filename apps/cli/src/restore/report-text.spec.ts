import { smallContents } from '@stowbase/archive/testing';
import { describedShape, differences, shapeOf } from '../testing/document-shape';
import { planDocument } from './plan-document';
import { reportDocument } from './report-document';
import { reportText } from './report-text';
import { handMadePlan, handMadeReport, item } from './testing/hand-made';

describe('the report of a restore, for people', () => {
  it('says first that it is all there, then what was compared', () => {
    expect(reportText(handMadeReport(), smallContents).split('\n')).toEqual([
      'Restored: project tsrqponmlkjihgfedcba (Supabase, PostgreSQL 17.6, as postgres), 2 tables, 1,000 rows, in one transaction, in 1 min 39 s.',
      '',
      'Compared with the archive:',
      '  Rows of tables  2  equal',
      '  Foreign keys    1  equal',
    ]);
  });

  it('says in its first word that something differs, and names it under what was compared', () => {
    const text = reportText(
      handMadeReport({
        status: 'done_with_differences',
        inOneTransaction: false,
        comparisons: [
          { what: 'policies', status: 'different', checked: 1204, differences: ['policy p on public.t'] },
          { what: 'privileges', status: 'not-portable', checked: 3, differences: Array<string>(100).fill('grant x') },
        ],
      }),
      smallContents,
    );
    expect(text).toMatch(/^Restored, with differences: .*, in steps, /);
    expect(text).toMatch(
      / {2}Policies +1,204 {2}DIFFERENT\n {6}policy p on public\.t\n {2}Privileges +3 {2}not portable/,
    );
    expect(text).toContain('      … and 90 more');
  });

  it('gives each reason for statements that were not run once, with examples', () => {
    const skipped = [1, 2, 3, 4].map((statement) => ({
      member: 'sql/00000001-roles.sql.zst',
      statement,
      text: `ALTER ROLE r${statement} SET ${'x'.repeat(180)}`,
      reason: 'Role settings need more rights.',
    }));
    const text = reportText(handMadeReport({ skipped }), smallContents);
    expect(text).toMatch(
      /Not run \(4 statements[^\n]*\):\n {2}4 × Role settings need more rights\.\n( {6}ALTER ROLE r[123] SET x{50,100}\n?){3}/,
    );
  });

  it('gives the statements for the passwords of the roles it made, and what else no backup holds', () => {
    const limits = [
      { id: 'login_passwords', objects: ['app', 'there already'] },
      { id: 'vault_secrets', objects: ["it's"] },
    ];
    const text = reportText(handMadeReport({ passwordsToSet: ['app'] }), { ...smallContents, limits });
    expect(text).toContain(`Login passwords:\n    ALTER ROLE "app" PASSWORD '…';`);
    expect(text).not.toContain('there already');
    expect(text).toContain(`SELECT vault.create_secret('…', 'it''s');`);
  });

  it('does not say twice what has to be set again', () => {
    const warnings = [{ code: 'LIMIT_LOGIN_PASSWORDS', text: 'Passwords are in no backup: app.' }];
    expect(reportText(handMadeReport({ warnings }), smallContents)).not.toContain('in no backup: app');
  });

  it('shows a few of many warnings that differ only in names', () => {
    const warnings = Array.from({ length: 150 }, (_, i) => ({
      code: 'SERVER_WARNING',
      text: `no privileges were granted for "f${i}"`,
      object: 'sql/00000077-schema_post.sql.zst',
    }));
    const text = reportText(handMadeReport({ warnings: [...warnings, { code: 'X', text: 'Other.' }] }), smallContents);
    expect(text).toMatch(
      /Worth knowing:\n( {2}no privileges were granted for "f[012]"\n){3} {2}… and 147 more like these[^\n]*\n {2}Other\.$/,
    );
  });

  it('of a part of the archive, tells only of that part', () => {
    const limits = [{ id: 'vault_secrets', objects: ["it's"] }];
    const report = handMadeReport({ plan: handMadePlan({ only: [{ kind: 'data' }] }) });
    expect(reportText(report, { ...smallContents, limits })).not.toContain('vault');
  });

  it('says where the target as it was is kept', () => {
    const safetyBackup = { place: '/safe/shop.tar', fileSha256: 'ab'.repeat(32) };
    expect(reportText(handMadeReport({ safetyBackup }), smallContents)).toMatch(
      /\n\nBefore +\/safe\/shop\.tar holds the target as it was\nSHA-256 +(ab){32}$/,
    );
  });

  it('lets no name move the cursor, forge a line or turn the text around', () => {
    const evil = 'a\u001b[2J\nRestored: all\u202e';
    const text = reportText(
      handMadeReport({
        plan: handMadePlan({ target: { ...handMadePlan().target, ref: evil } }),
        skipped: [{ member: evil, statement: 1, text: evil, reason: evil }],
        comparisons: [{ what: evil, status: 'different', checked: 1, differences: [evil] }],
        warnings: [{ code: evil, text: evil, object: `${evil}!` }],
        passwordsToSet: [evil],
        safetyBackup: { place: evil, fileSha256: '' },
      }),
      smallContents,
    );
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/\u001b|\u202e|\nRestored: all/);
  });
});

describe('a restore, for programs', () => {
  const only = [{ kind: 'schema' }] as const;
  const warnings = [{ code: 'X', text: 'x' }];

  it('P-CLI-2 the plan has the shape written down in docs/cli.md', async () => {
    const items = [item('skip', 'event trigger', 'guard', 'Only a superuser can make it.')];
    const document = { status: 'done', ...planDocument('a.tar', handMadePlan({ only, items })) };
    expect(differences(await describedShape('restore --plan --json'), shapeOf(document))).toEqual([]);
  });

  it('P-CLI-2 the report has the shape written down in docs/cli.md', async () => {
    const report = handMadeReport({
      plan: handMadePlan({ only }),
      skipped: [{ member: 'm', statement: 1, text: 't', reason: 'r' }],
      comparisons: [{ what: 'rows', status: 'different', checked: 1, differences: ['public.t'] }],
      warnings,
      safetyBackup: { place: '/a.tar', fileSha256: 'ab', gaps: ['cron'] },
      passwordsToSet: ['app'],
    });
    const document = { status: report.status, ...reportDocument('a.tar', report, smallContents) };
    expect(differences(await describedShape('restore --json'), shapeOf(document))).toEqual([]);
  });

  it('the report has what was really written, and everything in full', () => {
    const skipped = Array.from({ length: 1000 }, (_, statement) => ({
      member: 'm',
      statement,
      text: 't',
      reason: 'r',
    }));
    const document = reportDocument('a.tar', handMadeReport({ skipped, tables: 1, rows: 7 }), smallContents);
    expect(document).toMatchObject({ tables: 1, rows: 7, seconds: 99.4, safetyBackup: null });
    expect((document as { skipped: unknown[] }).skipped).toHaveLength(1000);
  });
});
