import { CommanderError } from 'commander';
import { refuseSecretsIn } from './arguments';
import { readEnvironment } from './environment';
import { exitCodeOf } from './exit-codes';
import { failureOf, interruptedBy, NOTHING_LEFT } from './failure';
import type { Failure } from './failure';
import { buildProgram } from './program';
import { Screen } from './screen';
import { Secrets } from './secrets';
import type { Interruption, Outcome, Shell } from './shell';
import { Signals } from './signals';
import { plain } from './words';
import { wrongUseOf } from './wrong-use';

/** Runs one command line to its end and returns the exit code; every text goes through one printer. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const env = readEnvironment();
  const secrets = new Secrets();
  const screen = new Screen(process.stdout, process.stderr, secrets);
  const json = argv.includes('--json');
  const interruption: Interruption = { nextStep: NOTHING_LEFT };
  const stopped = (name: NodeJS.Signals): Failure => interruptedBy(name, interruption.nextStep);
  const signals = new Signals(
    (name) => void printFailure(screen, stopped(name), json),
    () => interruption.patienceMs,
  );
  const shell: Shell = { env, secrets, screen, signal: signals.signal, interruption };
  try {
    const outcome = await outcomeOf(argv, shell);
    const code = await printOutcome(screen, outcome, json);
    if (typeof outcome !== 'string' && outcome.stay !== undefined) {
      signals.awaited();
      await outcome.stay();
    }
    return code;
  } catch (e) {
    if (env.debug) screen.say(e instanceof Error ? stackOf(e) : String(e));
    return await printFailure(screen, signals.received ? stopped(signals.received) : failureOf(e), json);
  } finally {
    screen.clearStatus();
    await screen.flush();
  }
}

/** Help and version are outcomes too: commander hands them over as text. */
async function outcomeOf(argv: readonly string[], shell: Shell): Promise<Outcome | string> {
  refuseSecretsIn(argv);
  let outcome: Outcome | undefined;
  let help = '';
  const start = async (job: (shell: Shell) => Promise<Outcome>): Promise<void> => {
    outcome = await job(shell);
  };
  const program = buildProgram(start, (text) => (help += text));
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (e) {
    if (!(e instanceof CommanderError)) throw e;
    if (e.exitCode !== 0) throw wrongUseOf(e, argv, program);
  }
  return outcome ?? help.trimEnd();
}

async function printOutcome(screen: Screen, outcome: Outcome | string, json: boolean): Promise<number> {
  if (typeof outcome === 'string') {
    await screen.result(outcome);
    return 0;
  }
  if (json) await screen.result(JSON.stringify({ status: outcome.status, ...outcome.document }, null, 2));
  else if (outcome.stdoutTaken) screen.say(outcome.text);
  else await screen.result(outcome.text);
  return exitCodeOf[outcome.status];
}

async function printFailure(screen: Screen, failure: Failure, json: boolean): Promise<number> {
  const { status, ...document } = failure;
  // The server's words may hold names from an archive or a database.
  if (failure.detail !== null && status !== 'wrong_use')
    screen.say(failure.detail.trimEnd().split('\n').map(plain).join('\n'));
  screen.say(plain([failure.message, failure.nextStep, `[${failure.code}]`].filter((part) => part !== '').join(' ')));
  if (json) await screen.result(JSON.stringify({ status, ...document }, null, 2)).catch(() => undefined);
  return exitCodeOf[status];
}

function stackOf(e: Error): string {
  const cause = e.cause instanceof Error ? `\ncaused by ${stackOf(e.cause)}` : '';
  return `${e.stack ?? e.message}${cause}`;
}
