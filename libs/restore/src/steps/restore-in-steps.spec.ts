import type { Archive } from '@stowbase/archive';
import { differentByNature, fixtureSource, mergeMemberships, type FixtureSource } from '@stowbase/dump/testing';
import {
  diffFingerprints,
  fingerprint,
  unexplainedDifferences,
  withoutGrantors,
  type Fingerprint,
  type FixtureName,
} from '@stowbase/postgres/testing';
import pLimit from 'p-limit';
import { readRecord } from './record/restore-record';
import { apiAnswers, apiReach } from './testing/api-reach';
import { openFile, stepTarget, type StepTarget, type StepTargetKind } from './testing/step-target';

describe.each<FixtureName>(['plain', 'torture'])('the %s fixture, restored in steps', (fixture) => {
  let source: FixtureSource;
  let archive: Archive;
  let before: Fingerprint;
  beforeAll(async () => {
    source = await fixtureSource({ fixture, smaller: true });
    const { file } = await source.backup();
    archive = await openFile(file);
    before = await fingerprint(source.server.settings('supabase_admin', 'postgres'));
  }, 60_000);
  afterAll(async () => {
    await archive.close();
    await source.stop();
  });

  const differences = async (target: StepTarget): Promise<unknown> => {
    const after = await fingerprint(target.server.settings(target.admin, 'postgres'));
    if (target.kind === 'supabase') return unexplainedDifferences(fixture, before, after);
    return diffFingerprints(
      mergeMemberships(withoutGrantors(before)),
      mergeMemberships(withoutGrantors(after)),
      differentByNature(target.user).map(({ pattern }) => pattern),
    );
  };

  it.each<StepTargetKind>(['supabase', 'plain'])(
    'P-RESTORE-50 P-RESTORE-51 is equal on a %s target, and between any two steps the API reaches nothing',
    async (kind) => {
      const target = await stepTarget(kind);
      const looking = await target.server.connect(target.admin, 'postgres');
      try {
        const reached: string[] = [];
        const steps = new Set<string>();
        const oneByOne = pLimit(1);
        const counts = await target.restore(archive, {
          // Two connections may have ended a step at the same moment; they are looked at with one.
          onStep: ({ step }) =>
            oneByOne(async () => {
              if (step !== 'end') reached.push(...(await apiReach(looking, kind)));
              if (step !== 'end' && !steps.has(step)) reached.push(...(await apiAnswers(looking)));
              steps.add(step);
            }),
        });

        expect(reached).toEqual([]);
        expect(await differences(target)).toEqual({ missing: [], added: [] });
        expect([...steps]).toEqual(['definitions', 'rows', 'key', 'round', 'end']);
        expect(await readRecord(looking)).toBeNull();
        expect((await apiReach(looking, kind)).length).toBeGreaterThan(10);
        expect((await apiAnswers(looking)).length).toBeGreaterThan(0);
        const contents = await archive.contents();
        const rows = new Map(contents.tables.map(({ schema, name, rows: n }) => [JSON.stringify([schema, name]), n]));
        for (const [table, n] of counts.rows) expect([table, n]).toEqual([table, rows.get(table)]);
      } finally {
        await looking.end();
        await target.stop();
      }
    },
    120_000,
  );
});
