import type { DoctorCheckDto } from '../api/models/doctor-check-dto';
import type { DoctorReplyDto } from '../api/models/doctor-reply-dto';
import type { Problem } from '../api/models/problem';
import type { ShownCheck } from './shown-check';

/** How far the connection doctor is. */
export type DoctorState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly reply: DoctorReplyDto }
  /** The string breaks a rule, checks failed when it was to be stored, or the service could not be asked. */
  | { readonly kind: 'refused'; readonly problem: Problem };

/** What the service adds to its problems about connections. */
interface ConnectionProblem extends Problem {
  readonly reason?: string;
  readonly checks?: readonly DoctorCheckDto[];
}

/** The exact code behind `CONNECTION_INVALID` and `CHECKS_FAILED`. */
export const reasonOf = (problem: Problem): string => (problem as ConnectionProblem).reason ?? problem.code;

/** Those the service names when it stores nothing because of them. */
export const checksIn = (problem: Problem): readonly DoctorCheckDto[] | undefined =>
  (problem as ConnectionProblem).checks;

const isAboutConnection = ({ code, field }: Problem): boolean =>
  code.startsWith('CONNECTION_') || code === 'PASSWORD_NEEDED_AGAIN' || (field ?? '').startsWith('connection.');

/** Problems that are no check: the service is away, the name is taken. */
export function problemBeside(state: DoctorState): Problem | null {
  if (state.kind !== 'refused' || checksIn(state.problem) !== undefined) return null;
  return isAboutConnection(state.problem) ? null : state.problem;
}

/** What the doctor looks at, in its order, before it has answered. */
const expected: readonly (readonly [string, string])[] = [
  ['form', $localize`Connection string`],
  ['dns', $localize`Host name`],
  ['tls', $localize`Encryption`],
  ['login', $localize`Login`],
  ['version', $localize`Server version`],
  ['clients', $localize`Client tools`],
  ['role', $localize`Role`],
  ['readable', $localize`Readable tables`],
  ['row-security', $localize`Row level security`],
  ['large-values', $localize`Large values`],
  ['size', $localize`Database size`],
  ['egress', $localize`Data transfer`],
  ['connections', $localize`Connections`],
  ['locks', $localize`Room for locks`],
  ['snapshot', $localize`While a backup runs`],
];

export function shownChecks(state: DoctorState): readonly ShownCheck[] {
  switch (state.kind) {
    case 'idle':
      return [];
    case 'running':
      return expected.map(([id, title], i) => ({
        ...nothing,
        id,
        title,
        status: i === 0 ? 'running' : 'waiting',
        text: i === 0 ? $localize`Looking at the connection` : $localize`Waiting`,
      }));
    case 'done':
      return state.reply.checks.map(toShown);
    case 'refused':
      return checksIn(state.problem)?.map(toShown) ?? (isAboutConnection(state.problem) ? refused(state.problem) : []);
  }
}

export const toShown = ({ id, title, status, text, code, fix, ms }: DoctorCheckDto): ShownCheck => ({
  id,
  title,
  status,
  text,
  code,
  fix,
  // Checks that were stored before times were.
  ms: ms ?? null,
});

const nothing = { code: null, fix: null, ms: null } as const;

function refused(problem: Problem): ShownCheck[] {
  const fix = problem.nextStep === undefined ? null : { text: problem.nextStep, sql: null };
  return expected.map(([id, title], i) =>
    i === 0
      ? { id, title, status: 'fail', text: problem.detail, code: reasonOf(problem), fix, ms: null }
      : { ...nothing, id, title, status: 'skip', text: '' },
  );
}
