import { variableText, type Environment } from '@stowbase/storage';
import { WrongValue, type Kind } from './kinds/kind';

/** One variable of the environment, as data: reading it, the sentence when it is wrong, and its row in docs/configuration.md follow from this. */
export interface Variable<T> {
  /** Heading in docs/configuration.md. */
  readonly group: string;
  readonly kind: Kind<T>;
  /** Without it; blank counts as not set. */
  readonly fallback: T;
  /** The default in words, where it can't be printed. */
  readonly without?: string;
  /** Is never printed; may also lie in a file, whose path `NAME_FILE` says. */
  readonly secret?: true;
  /** One or two sentences. */
  readonly help: string;
  /** First release that reads it. */
  readonly since: string;
}

export const variable = <T>(declaration: Variable<T>): Variable<T> => declaration;

/** Reads one. What is wrong with it is added to `problems` as one line that names it. */
export function readVariable<T>(env: Environment, name: string, declared: Variable<T>, problems: string[]): T {
  const { kind, fallback, secret = false } = declared;
  const found = variableText(env, name, secret);
  if (found === null) return fallback;
  if ('problem' in found) {
    problems.push(found.problem);
    return fallback;
  }
  try {
    return kind.parse(found.text);
  } catch (error) {
    if (!(error instanceof WrongValue)) throw error;
    problems.push(`${found.name} must be ${kind.what}: ${error.message}.`);
    return fallback;
  }
}
