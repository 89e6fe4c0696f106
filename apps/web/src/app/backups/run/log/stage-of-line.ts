import type { RunLogLineDto } from '../../../api/models/run-log-line-dto';
import type { RunStage } from '../../../api/models/run-stage';

/** What the service writes when a stage begins (apps/api/src/backups/runner/stage-texts.ts; tools/web/log-stages.spec.mjs compares them). */
export const stageTexts: Readonly<Record<Exclude<RunStage, 'commit'>, string>> = {
  connect: 'Connecting to the database.',
  snapshot: 'Taking the snapshot.',
  roles: 'Saving roles.',
  schema: 'Saving the schema.',
  data: 'Saving rows.',
  finish: 'Saving what comes after the rows.',
};

const byText = new Map(Object.entries(stageTexts).map(([stage, text]) => [text, stage as RunStage]));

/** The stage that a line begins; null: it belongs to the one that is. */
export function begunStage({ code, text }: RunLogLineDto): RunStage | null {
  if (code === 'STAGE') return byText.get(text) ?? null;
  if (code === 'BEGUN') return 'connect';
  return code === 'DONE' ? 'commit' : null;
}

/** Lines about one destination stand with storing, whenever they came. */
export const isOfCopy = ({ code, text }: RunLogLineDto): boolean =>
  code === 'STORED' || text.startsWith('The copy to ');
