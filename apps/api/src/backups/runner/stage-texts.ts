import type { Stage } from '@stowbase/dump';

/** What the log says when a stage begins. */
export const stageTexts: Readonly<Record<Stage, string>> = {
  connect: 'Connecting to the database.',
  snapshot: 'Taking the snapshot.',
  roles: 'Saving roles.',
  schema: 'Saving the schema.',
  data: 'Saving rows.',
  finish: 'Saving what comes after the rows.',
};
