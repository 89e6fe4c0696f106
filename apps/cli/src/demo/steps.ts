import { CliError } from '../cli-error';
import { failureOf } from '../failure';
import type { Shell } from '../shell';

/** The steps in their order, each as it is announced. */
const TITLES = {
  source: 'Starting a sample project: a PostgreSQL shaped like Supabase, with a small shop in it',
  backup: 'Backing it up into one file',
  verify: 'Verifying the file: every hash, every member decoded and read as SQL',
  targets: 'Starting two new projects, with nothing in them',
  damage: 'Flipping one byte in a copy of the file, and trying to restore that',
  restore: 'Restoring the file with Stowbase into the first one',
  by_hand: 'Restoring it by hand into the second one: only the commands of its own README.txt',
  compare: 'Comparing both with the sample project, fact by fact',
  service: 'Starting the service, and backing the project up once more over its API',
  service_back: 'Verifying that backup, and restoring it into a third new project',
} as const;

/** The steps of the engine; two more with the service. */
export const engineSteps = 8;
export const allSteps = Object.keys(TITLES).length;

export type StepName = keyof typeof TITLES;

export interface StepTime {
  readonly name: StepName;
  readonly seconds: number;
}

/** Runs the steps of the demo: says each one on stderr before it starts, takes its time, and names it when it fails. */
export class Steps {
  readonly times: StepTime[] = [];

  constructor(
    private readonly shell: Pick<Shell, 'screen' | 'signal'>,
    private readonly quiet: boolean,
    /** How many of them there are this time. */
    private readonly count: number,
  ) {}

  async run<T>(name: StepName, work: () => Promise<T>): Promise<T> {
    this.shell.signal.throwIfAborted();
    const names = Object.keys(TITLES);
    if (!this.quiet) this.shell.screen.say(`${names.indexOf(name) + 1}/${this.count}  ${TITLES[name]} …`);
    const startedAt = performance.now();
    try {
      const result = await work();
      this.times.push({ name, seconds: (performance.now() - startedAt) / 1000 });
      return result;
    } catch (e) {
      if (this.shell.signal.aborted) throw e;
      throw stepFailure(TITLES[name], e);
    }
  }
}

/** Whatever went wrong, the demo proved nothing: exit code 1, with the step, the cause in its own words and its code. */
function stepFailure(title: string, e: unknown): CliError {
  const { code, message, nextStep, detail } = failureOf(e);
  const [first = '', ...more] = code === 'INTERNAL' && e instanceof Error ? e.message.trim().split('\n') : [];
  const told = first === '' ? `${message} [${code}]` : `${first.replace(/[.:]?$/, '.')}`;
  return Object.assign(
    new CliError('internal', 'DEMO_FAILED', `The demo failed at "${title}": ${told}`, nextStep, { cause: e }),
    { detail: first === '' ? detail : more.join('\n') || null },
  );
}
