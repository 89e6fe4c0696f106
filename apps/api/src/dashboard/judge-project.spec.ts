import { protection } from './judge-project';
import type { BackupAndCopies, ProjectFacts } from './project-facts';

const at = (time: string): Date => new Date(`2026-11-28T${time}:00Z`);
const backup = (change: object): BackupAndCopies =>
  ({
    backup: { id: 'b', status: 'succeeded', gaps: [], errorText: null, snapshotTime: at('02:30'), ...change },
    copies: [{ destinationId: 'd', destinationName: 'Disk', status: 'stored' }],
  }) as unknown as BackupAndCopies;
const missedAt = (time: string): BackupAndCopies => backup({ id: 'm', status: 'missed', createdAt: at(time) });

const judged = (lastGood: BackupAndCopies, lastEnded: BackupAndCopies): string => {
  const facts: ProjectFacts = {
    ...{ id: 'p', name: 'Shop', createdAt: at('00:00'), schedules: [], live: null },
    ...{ lastGood, lastEnded },
  };
  return protection(facts, at('12:00')).state;
};

describe('a slot that was missed', () => {
  const good = backup({ createdAt: at('02:30'), finishedAt: at('04:10') });

  it('during a backup that ended well is made up for by it', () => {
    expect(judged(good, missedAt('03:30'))).toBe('protected');
  });

  it('after the last good backup puts the project at risk', () => {
    expect(judged(good, missedAt('05:30'))).toBe('at_risk');
  });
});
