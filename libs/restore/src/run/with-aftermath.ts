import { ArchiveError } from '@stowbase/archive';
import { PostgresError, translateError } from '@stowbase/postgres';
import { RestoreError } from '../errors';
import { aftermathText, type Aftermath } from './aftermath';
import { isServerError } from './server-words';
import { translated } from './server-failure';

/** The same error, but it also says what became of the target. One that says so already is returned as it is. */
export function withAftermath(error: unknown, aftermath: Aftermath): unknown {
  const text = aftermathText(aftermath);
  if (error instanceof Error && error.message.includes(text)) return error;
  return isServerError(error) || isKnown(error) ? translated(error, 'restoring', aftermath) : withSentence(error, text);
}

/** The same error with one more sentence at the end of its message; one of an unknown class is returned as it is. */
export function withSentence(error: unknown, text: string): unknown {
  if (error instanceof ArchiveError) {
    const { kind, message, nextStep, detail, place } = error;
    return new ArchiveError(kind, `${message} ${text}`, nextStep, { cause: error, ...defined({ detail, place }) });
  }
  if (error instanceof PostgresError) {
    const { code, message, nextStep, detail, sql } = error;
    return new PostgresError(code, `${message} ${text}`, nextStep, { cause: error.cause, ...defined({ detail, sql }) });
  }
  if (error instanceof RestoreError) {
    const { code, message, nextStep, detail, place, closedSchemas } = error;
    const options = { cause: error.cause, ...defined({ detail, place, closedSchemas }) };
    return new RestoreError(code, `${message} ${text}`, nextStep, options);
  }
  return error;
}

/** The driver's words for a lost connection and the like; a defect of ours is none of those. */
const isKnown = (error: unknown): boolean =>
  error instanceof Error && !('nextStep' in error) && translateError(error).code !== 'QUERY_FAILED';

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const defined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
