import { databaseFlags } from '../database-flags';
import type { RestorePlan } from '@stowbase/restore';
import type { Outcome } from '../shell';
import { plain, shellWord } from '../words';
import { planDocument } from './plan-document';
import { planText } from './plan-text';
import type { RestoreOptions } from './restore-options';

/** A plan as the result of `stowbase restore --plan`: failed when something stands in the way. */
export function planOutcome(plan: RestorePlan, file: string, options: RestoreOptions): Outcome {
  const possible = plan.counts.conflict === 0;
  const end = possible ? ['This restores it:', `  ${plain(restoreCommand(file, options, plan))}`] : waysOut(plan);
  return {
    status: possible ? 'done' : 'failed',
    document: planDocument(file, plan),
    text: [planText(plan), '', 'Nothing was changed.', ...end].join('\n'),
  };
}

function waysOut({ mode }: RestorePlan): string[] {
  const others = 'restore into another database, or leave the part out (--only takes what you need)';
  return mode === 'replace'
    ? [`It can't be restored like this: move what is in the way yourself, ${others}.`]
    : [`It can't be restored like this: ${others}, or drop what is in the way (--replace --safety-out DIR).`];
}

/** The command that does what was planned: the same options, and the confirmation. */
function restoreCommand(file: string, options: RestoreOptions, plan: RestorePlan): string {
  const words = ['stowbase', 'restore', file];
  const add = (flag: string, value?: string | number): void => {
    if (value !== undefined) words.push(flag, String(value));
  };
  words.push(...databaseFlags(options));
  if (options.intoNonempty) words.push('--into-nonempty');
  if (options.replace) words.push('--replace', '--safety-out', options.safetyOut ?? 'DIR');
  for (const part of options.only) add('--only', part);
  add('--jobs', options.jobs);
  if (options.resume) words.push('--resume');
  add('--identity', options.identity);
  add('--expect-sha256', options.expectSha256);
  if (options.allowOlderServer) words.push('--allow-older-server');
  add('--yes-restore-into', plan.target.confirmation);
  return words.map(shellWord).join(' ');
}
