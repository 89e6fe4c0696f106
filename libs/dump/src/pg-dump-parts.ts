import { runTool, type ToolRun } from '@stowbase/postgres';
import { SqlScanner, type SqlPart } from '@stowbase/sql-stream';
import { DumpError } from './errors';
import type { DumpCommand } from './pg-dump-arguments';
import type { StageClock } from './stage-clock';

export interface DumpRun {
  command: DumpCommand;
  env: Record<string, string>;
  args: string[];
  signal: AbortSignal;
  stallMs: number;
  maxMs?: number;
  redact: string[];
  onWarning: (line: string) => void;
  clock: StageClock;
  /** A dump that dies before it is read must not be found out hours later. */
  onDeath?: (cause: unknown) => void;
}

/**
 * Starts one pg_dump at once, so that it takes its locks now, and gives its parts when they are asked for, a batch for each piece of
 * output. Ends normally only behind the end gate: exit code 0, the completeness line in the last ten lines, and that line outside
 * any literal. A dump that nobody reads ends with the run's signal.
 */
export function pgDumpParts(run: DumpRun): AsyncGenerator<SqlPart[]> {
  const tool = start(run);
  tool.done.catch(run.onDeath ?? alreadyReported);
  return readParts(tool, run);
}

async function* readParts(tool: ToolRun, run: DumpRun): AsyncGenerator<SqlPart[]> {
  const scanner = new SqlScanner();
  const chunks = tool.stdout[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await run.clock.waitForDump(() => chunks.next());
      if (next.done === true) break;
      yield scanner.push(next.value);
    }
    await tool.done;
    yield scanner.end();
    if (!scanner.completenessSeen) throw completenessInsideLiteral();
  } finally {
    tool.kill();
    await tool.done.catch(alreadyReported);
  }
}

const start = (run: DumpRun): ToolRun =>
  runTool({
    file: run.command.tool.pgDump,
    args: run.args,
    env: run.env,
    signal: run.signal,
    stallMs: run.stallMs,
    ...(run.maxMs === undefined ? {} : { maxMs: run.maxMs }),
    completeness: 'dump',
    redact: run.redact,
    onWarning: run.onWarning,
  });

const completenessInsideLiteral = (): DumpError =>
  new DumpError(
    'incomplete',
    'DUMP_EMPTY',
    "pg_dump's completeness line was only seen inside a value: the dump is cut.",
    'Run the backup again; if it happens again, report it.',
  );

/** The iterator has thrown the same error before; this only waits until the process is gone. */
const alreadyReported = (): void => undefined;
