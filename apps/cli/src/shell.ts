import type { Environment } from './environment';
import type { Status } from './exit-codes';
import type { Screen } from './screen';
import type { Secrets } from './secrets';

/** What a command may touch besides its own options. */
export interface Shell {
  readonly env: Environment;
  readonly screen: Screen;
  readonly secrets: Secrets;
  /** Fires when a signal asks the command to stop. */
  readonly signal: AbortSignal;
  /** What is true when a signal ends the command now; a command that changes something elsewhere keeps it up to date. */
  readonly interruption: Interruption;
}

export interface Interruption {
  nextStep: string;
  /** How long a command that was told to stop may take to put itself away, milliseconds; two seconds where nothing is said. */
  patienceMs?: number;
}

/** How a command ended, for people and for programs. */
export interface Outcome {
  readonly status: Status;
  /** The JSON document, without its `status`; shapes are written down in docs/cli.md. */
  readonly document: object;
  readonly text: string;
  /** Set when stdout is taken by the archive itself: the text goes to stderr. */
  readonly stdoutTaken?: boolean;
  /** What goes on after the text was shown, until the person ends it; the exit code is that of the outcome. */
  readonly stay?: () => Promise<void>;
}

/** Options every command has. */
export interface CommonOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** One command: its name, flags and help, and what it does. Registered in `program.ts`. */
export type Start = (job: (shell: Shell) => Promise<Outcome>) => Promise<void>;
