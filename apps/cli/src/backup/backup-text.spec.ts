import { smallContents } from '@stowbase/archive/testing';
import type { Contents } from '@stowbase/archive';
import type { BackupResult } from '@stowbase/dump';
import { backupDocument } from './backup-document';
import type { BackupFacts } from './backup-document';
import { backupText } from './backup-text';
import type { CopyReport } from './targets/copy-report';

const stored = (file: string | null, place = '/back ups'): CopyReport => ({
  ...{ place, file, isFar: file?.startsWith('s3:') ?? false },
  ...{ status: 'stored', sentBytes: 4096, seconds: 1.5, error: null },
});

function facts(contents: Partial<Contents>, more: Partial<BackupResult> = {}): BackupFacts {
  const all: Contents = { ...smallContents, ...contents };
  return {
    request: {
      type: 'full',
      backupId: '0197f3a2-5b1c-4d2e-8f00-112233445566',
      attempt: 1,
      projectSlug: 'shop',
      projectRef: null,
      compression: { method: 'zstd', level: 3 },
      recipients: [],
    },
    result: {
      summary: { storedBytes: 4096, rawBytes: 9000, members: 7, fileSha256: 'ab'.repeat(32), finishedAt: new Date(0) },
      contents: all,
      gaps: [],
      limits: all.limits,
      warnings: [],
      jobs: 1,
      profile: { stages: [], waitedForArchive: 0, waitedForDump: 0 },
      ...more,
    },
    copies: [stored("/back ups/it's.tar")],
    seconds: 3725,
  };
}

describe('the result of a backup, for people', () => {
  it('begins with "Complete with gaps" when something that should be inside is not, and names it', () => {
    const gaps = [{ component: 'cron', status: 'not_permitted', reason: 'no SELECT on cron.job' }];
    const components: Contents['components'] = [
      { name: 'cron', status: 'not_permitted', count: 0, reason: 'no SELECT on cron.job' },
    ];
    const text = backupText(facts({ components }, { gaps }));
    expect(text).toMatch(/^Complete with gaps: postgres, /);
    expect(text).toContain('Gaps (these should be inside and are not):\n  cron: no SELECT on cron.job');
    expect(text).toMatch(/Cron jobs +NOT SAVED: not permitted: no SELECT on cron\.job/);
  });

  it('says of a part that is there with a gap how much of it is saved, and why not all', () => {
    const components: Contents['components'] = [
      { name: 'data', status: 'failed', count: 1204, reason: 'pg_dump gave no rows of public.a' },
      { name: 'auth_users', status: 'not_permitted', count: 7, reason: "can't read all of auth.sessions" },
      { name: 'schema', status: 'failed', count: 0, reason: 'not read' },
    ];
    const text = backupText(facts({ components }));
    expect(text).toMatch(/Rows of tables +1,204 +NOT ALL SAVED: pg_dump gave no rows of public\.a/);
    expect(text).toMatch(/Auth users +7 +NOT ALL SAVED: not permitted: can't read all of auth\.sessions/);
    expect(text).toMatch(/Schema +NOT SAVED: not read/);
  });

  it('gives the statements for what no backup holds, quoted as PostgreSQL needs them', () => {
    const limits = [
      { id: 'login_passwords', objects: ['odd "role"'] },
      { id: 'vault_secrets', objects: ["it's"] },
      { id: 'something_new', objects: ['a thing'] },
    ];
    const text = backupText(facts({ limits }));
    expect(text).toContain(`Login passwords:\n    ALTER ROLE "odd ""role""" PASSWORD '…';`);
    expect(text).toContain(`Vault secrets:\n    SELECT vault.create_secret('…', 'it''s');`);
    expect(text).toContain('something new:\n    a thing');
  });

  it('stays readable with a thousand roles', () => {
    const objects = Array.from({ length: 1000 }, (_, i) => `role_${i}`);
    const text = backupText(facts({ limits: [{ id: 'login_passwords', objects }] }));
    expect(text.split('\n').length).toBeLessThan(50);
    expect(text).toContain('… and 980 more');
  });

  it('ends with commands that can be copied', () => {
    const text = backupText(facts({}));
    expect(text).toContain(`Check    stowbase verify '/back ups/it'\\''s.tar'`);
    expect(text).toContain(' in 1 h 02 min.');
  });

  it('P-CLI-38 of several places says what became of each, and never Complete when one is missing', () => {
    const error = { code: 'STORAGE_FULL', message: 'The storage is full.', nextStep: 'Free some space.' };
    const failed: CopyReport = { ...stored(null, 'nextcloud:'), isFar: true, status: 'failed', error };
    const copies = [stored('s3:a/shop.tar', 's3:a/'), failed, stored(null, '-')];
    const text = backupText({ ...facts({}), copies });
    expect(text).toMatch(/^Partly stored: postgres, /);
    expect(text).toContain(
      [
        'Copies   2 of 3 stored',
        '         Stored      s3:a/shop.tar',
        '         Not stored  nextcloud:: The storage is full. Free some space. [STORAGE_FULL]',
        '         Stored      standard output',
      ].join('\n'),
    );
    expect(text).toContain('Check    stowbase verify s3:a/shop.tar');
    expect(text).toContain('By hand  stowbase copy s3:a/shop.tar ./ && tar -xOf shop.tar README.txt');
    const gaps = [{ component: 'cron', status: 'not_permitted', reason: 'no SELECT on cron.job' }];
    expect(backupText({ ...facts({}, { gaps }), copies })).toMatch(/^Partly stored, with gaps: /);
  });

  it('lets no name move the cursor', () => {
    const warnings = [{ code: 'X', text: 'a \u001b[2J name\nof a table' }];
    // eslint-disable-next-line no-control-regex
    expect(backupText(facts({}, { warnings }))).not.toMatch(/\u001b|name\n/);
  });
});

describe('the result of a backup, for programs', () => {
  it('has every limit in full', () => {
    const objects = Array.from({ length: 1000 }, (_, i) => `role_${i}`);
    const document = backupDocument(facts({ limits: [{ id: 'login_passwords', objects }] })) as {
      limits: { statements: string[] }[];
    };
    expect(document.limits[0]?.statements).toHaveLength(1000);
  });
});
