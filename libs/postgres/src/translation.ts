import type { ErrorFacts } from './error-facts';
import type { PostgresErrorCode } from './postgres-error';
import type { ConnectionSettings } from './settings';

/** Where an error arose; makes the sentence and the GRANTs exact. */
export interface ErrorPlace {
  /** Completes "… while": `locking the tables`. */
  during?: string;
  settings?: Pick<ConnectionSettings, 'host' | 'user' | 'password'>;
  /** The object at hand, when the server's words don't name it. */
  object?: string;
  /** Masked in every text, besides the password of the settings. */
  secrets?: readonly string[];
}

/** One line of the translation table: any of SQLSTATE, Node code or text matches, and `when` holds. */
export interface ErrorRule {
  code: PostgresErrorCode;
  sqlStates?: ReadonlySet<string>;
  nodeCodes?: ReadonlySet<string>;
  text: RegExp;
  when?(place: ErrorPlace, facts: ErrorFacts): boolean;
  object?(facts: ErrorFacts): string | null;
  message(facts: ErrorFacts, object: string | null): string;
  nextStep(place: ErrorPlace, facts: ErrorFacts): string;
  sql?(place: ErrorPlace, facts: ErrorFacts): string | null;
}
