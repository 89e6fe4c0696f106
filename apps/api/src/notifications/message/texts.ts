import type { OccurrenceKind } from '../occurrence';
import type { FactReader } from './fact-reader';
import { countText, hoursText } from './words';

/** Names of what an occurrence is about, one line each; where none is known, words that read as well. */
export interface Subjects {
  readonly project: string;
  readonly destination: string;
  readonly schedule: string;
}

export interface Told {
  readonly subject: string;
  readonly text: string;
  readonly effect?: string | null;
  readonly nextStep?: string | null;
}

type Tell = (facts: FactReader, subjects: Subjects) => Told;

/** What is said of each kind: what happened, what it means for the data, what to do (ux.md §3). The state words are those of ux.md §4. */
export const texts: Readonly<Record<OccurrenceKind, Tell>> = {
  'backup.failed': (facts, { project }) => ({
    subject: `${facts.text('state') === 'interrupted' ? 'Interrupted' : 'Failed'}: backup of ${project}`,
    text: errorOf(facts) ?? 'The backup failed.',
    effect: untouched(facts),
    nextStep: nextStepOf(facts) ?? 'Open the backup: its log says more.',
  }),
  'backup.gaps': (facts, { project }) => ({
    subject: `Complete with gaps: backup of ${project}`,
    text: `The backup was stored, but lacks what it should hold: ${facts.text('gaps') ?? 'a part'}.`,
    effect: 'What is not in it can not be restored from this backup.',
    nextStep: 'Open the backup: its coverage says why, and what to do.',
  }),
  'backup.partly_stored': (facts, { project }) => ({
    subject: `Partly stored: backup of ${project}`,
    text: `The backup is complete, but not stored at ${facts.text('missingAt') ?? 'every destination'}.`,
    effect: 'It can be restored from where it is; there are fewer copies than you asked for.',
    nextStep: 'Test that destination, then copy the backup there from its page.',
  }),
  'backup.succeeded': (_, { project }) => ({
    subject: `Complete: backup of ${project}`,
    text: 'The backup is complete and stored at all of its destinations.',
  }),
  'backup.recovered': (_, { project }) => ({
    subject: `Complete again: backup of ${project}`,
    text: 'The first good backup after a failure is stored.',
    effect: 'The project has a new good backup.',
  }),
  'backup.missed': (facts, { project, schedule }) => {
    const count = facts.number('count') ?? 1;
    const slot = facts.instant('slot');
    const which = count > 1 ? `${count} backups` : `The backup${slot === null ? '' : ` of ${slot}`}`;
    return {
      subject: count > 1 ? `Missed: ${count} backups of ${project}` : `Missed: backup of ${project}`,
      text: `${which} that ${schedule} had planned ${count > 1 ? 'were' : 'was'} not started${becauseOf(facts)}.`,
      effect: untouched(facts) ?? 'Earlier backups are untouched.',
      nextStep: nextStepOf(facts) ?? 'Start a backup now, or wait for the next one that is planned.',
    };
  },
  'backup.overdue': (facts, { project }) => ({
    subject: `At risk: no good backup of ${project} in time`,
    text: overdueText(facts),
    effect: 'What changed since then is in no backup.',
    nextStep: 'Start a backup now, and look at why the last ones did not succeed.',
  }),
  'backup.shrunk': (facts, { project }) => ({
    subject: `Much smaller than usual: backup of ${project}`,
    text: `The backup holds ${facts.bytes('rawBytes') ?? 'far less'} of data; usual are ${facts.bytes('usualBytes') ?? 'more'}.`,
    effect: 'The backup is good, but data may have been deleted in the project.',
    nextStep: 'Compare its tables with those of the backup before. If that is how it should be, do nothing.',
  }),
  'copy.damaged': (facts, { project, destination }) => ({
    subject: `Damaged: a copy of ${project} at ${destination}`,
    text: `A check found that a copy at ${destination} is damaged${member(facts)}.`,
    effect: 'This copy can not be relied on; copies at other destinations are not affected.',
    nextStep: 'Copy the backup there again from another destination, or start a new backup.',
  }),
  'copy.missing': (_, { project, destination }) => ({
    subject: `Missing: a copy of ${project} at ${destination}`,
    text: `A copy that was stored at ${destination} is not there any more.`,
    effect: 'The backup can not be restored from there.',
    nextStep: 'Find out who deletes there; copy the backup again from another destination.',
  }),
  'destination.failing': (facts, { destination }) => ({
    subject: `Destination needs you: ${destination}`,
    text: errorOf(facts) ?? `The destination ${destination} can not be used.`,
    effect: 'Backups that go there are not stored there until it is mended.',
    nextStep: nextStepOf(facts) ?? 'Open the destination and test it.',
  }),
  'destination.nearly_full': (facts, { destination }) => ({
    subject: `Nearly full: ${destination}`,
    text: `The destination ${destination} has ${facts.bytes('freeBytes') ?? 'little space'} free${lastBackup(facts)}.`,
    effect: 'When it is full, backups are not stored there any more.',
    nextStep: 'Make room there, or keep fewer backups.',
  }),
  'destination.recovered': (_, { destination }) => ({
    subject: `Works again: ${destination}`,
    text: `What ${destination} had trouble with is over.`,
  }),
  'restore.finished': (facts, { project }) => ({
    subject: `Restore finished: ${project}`,
    text: errorOf(facts) ?? 'The restore has ended.',
    nextStep: nextStepOf(facts) ?? 'Open it: its report compares the rows of each table.',
  }),
  'retention.waiting': (facts, { destination }) => ({
    subject: `Deletions wait for your approval: ${destination}`,
    text: `A retention rule would delete ${waitingText(facts)} at ${destination}, more than usual at once.`,
    effect: 'Nothing is deleted before you have approved the list.',
    nextStep: 'Read the list, then approve it or change the rule.',
  }),
  'retention.over_budget': (facts, { destination }) => ({
    subject: `Over the size limit: ${destination}`,
    text: `The backups at ${destination} take ${facts.bytes('bytes') ?? 'more space'}; their rule allows ${facts.bytes('maxBytes') ?? 'less'}, and none of them may be deleted.`,
    effect: 'Nothing is deleted; the space goes on growing.',
    nextStep: 'Allow more space, or keep fewer backups.',
  }),
  'service.self_backup_failed': (facts) => ({
    subject: 'Failed: backup of Stowbase’s own configuration',
    text: errorOf(facts) ?? 'The configuration of Stowbase could not be stored.',
    effect: 'Backups of your projects go on; after a loss of this machine, Stowbase would have to be set up anew.',
    nextStep: nextStepOf(facts) ?? 'Test the destination of the self-backup.',
  }),
};

function untouched(facts: FactReader): string | null {
  const at = facts.instant('lastGoodAt');
  return at === null ? null : `Your last good backup, of ${at}, is untouched.`;
}

function becauseOf(facts: FactReader): string {
  const reason = facts.text('reason');
  if (reason === null) return '';
  if (reason === 'overlap') return ': the last one still went on';
  if (reason === 'downtime') return ': the service was not running';
  return reason === 'blackout' ? ': backups are not allowed at that time' : '';
}

function overdueText(facts: FactReader): string {
  const at = facts.instant('lastGoodAt');
  const hours = facts.number('promisedHours');
  const promise = hours === null ? '' : ` Its schedules promise one every ${hoursText(hours)}.`;
  return at === null ? `There is no good backup yet.${promise}` : `The last good backup is of ${at}.${promise}`;
}

const errorOf = (facts: FactReader): string | null => facts.text('error') ?? facts.text('text');
const nextStepOf = (facts: FactReader): string | null => facts.text('nextStep') ?? facts.text('next');

function member(facts: FactReader): string {
  const name = facts.text('member') ?? facts.text('file');
  return name === null ? '' : `: ${name}`;
}

function lastBackup(facts: FactReader): string {
  const size = facts.bytes('lastBackupBytes');
  return size === null ? '' : `; the last backup took ${size}`;
}

function waitingText(facts: FactReader): string {
  const count = facts.number('count') ?? facts.number('copies');
  return count === null ? 'backups' : countText(count, 'backup', 'backups');
}
