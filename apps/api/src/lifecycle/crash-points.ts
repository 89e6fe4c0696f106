/**
 * Where a test may let the service die (SIGKILL), by name. Only test builds have them: see `crash-point.ts`. Each has a case in
 * `e2e/crash`, which a test there demands.
 */
export const crashPoints = [
  // Start.
  'start/guarded',
  'start/copy-written',
  'start/copied',
  'start/table-made',
  'start/update-half',
  'start/migrated',
  'start/key-made',
  'start/key-proven',
  'start/swept',
  'setup/half',
  'setup/done',
  // One backup, from the request to its end.
  'run/inserted',
  'run/queued',
  'run/cancel-requested',
  'run/claimed',
  'run/begun',
  'run/connected',
  'run/snapshot',
  'run/drained',
  'run/committing',
  'run/published',
  'run/settled',
  'run/before-finish',
  'run/finished',
  'run/queued-again',
  // What a destination is sent, by runs and by copies.
  'upload/recorded',
  'upload/begun',
  'upload/mib-sent',
  'upload/before-end',
  'upload/after-end',
  'upload/before-publish',
  // Only of a folder: the file has its name, and its temporary name too.
  'upload/named',
  'upload/published',
  'upload/aborted',
  'probe/sent',
  // A backup into a browser.
  'direct/begun',
  'direct/ready',
  // The sweep.
  'sweep/taken-over',
  'sweep/looked',
  'sweep/adopted',
  'sweep/unfinished-removed',
  'sweep/before-leftover',
  'sweep/leftover-gone',
  'delete/marked',
  'delete/before-object',
  'delete/object-gone',
  'delete/row-gone',
  // A copy from one destination to another.
  'copy/queued',
  'copy/claimed',
  'copy/leased',
  'copy/committing',
  'copy/checked',
  'copy/stored',
  'copy/taken-over',
  // The key and the end.
  'rotate/column-half',
  'rotate/sealed-anew',
  'stop/drained',
  'stop/records-closed',
] as const;

export type CrashPoint = (typeof crashPoints)[number];
