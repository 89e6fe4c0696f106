import type { PreparedRestore } from './prepare-restore';
import type { RestoreProgress, RestoreRequest, RestoreWarning } from './request';
import { openRestoreConnection } from './run/open-restore-connection';
import type { RunContext } from './run/run-types';

/** What every way of running gets, with its progress told to the one who asked. */
export function runContext(
  request: RestoreRequest,
  { plan, contents, facts }: PreparedRestore,
  warn: (warning: RestoreWarning) => void,
): RunContext {
  const { archive, target, lockWaitSeconds, onProgress } = request;
  const signal = request.signal ?? new AbortController().signal;
  let [stage, bytes]: [RestoreProgress['stage'], number] = ['prepare', 0];
  const tell = (table?: string): void =>
    onProgress?.({ stage, bytes, totalBytes: plan.rawBytes, ...(table === undefined ? {} : { table }) });
  return {
    ...{ archive, contents, script: plan.script, target: facts, settings: target, signal, warn },
    connect: () =>
      openRestoreConnection(target, {
        ...{ signal, warn },
        ...(lockWaitSeconds === undefined ? {} : { lockWaitSeconds }),
        ...(request.connect === undefined ? {} : { connect: request.connect }),
      }),
    sent: (more, table) => {
      bytes += more;
      tell(table);
    },
    enter: (next) => {
      stage = next;
      tell();
    },
  };
}
