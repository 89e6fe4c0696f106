import type { AccessRule } from '../accounts/access';
import type { accountErrors } from '../accounts/accounts.errors';
import { allErrors } from '../errors/all-errors';
import type { ErrorKind } from '../errors/api-error';
import type { commonErrors } from '../errors/common.errors';
import { featureCodes } from './feature-errors';

export interface OperationShape {
  readonly method: string;
  /** `/api/projects/{id}` */
  readonly path: string;
  readonly rule: AccessRule;
  readonly takesInput: boolean;
  /** Fields of its JSON body; null: it has none. */
  readonly body: readonly string[] | null;
}

type Code = keyof typeof commonErrors | keyof typeof accountErrors;

/** Where no two may have the same name. */
const namedOnce = /^\/api\/(projects|storage|schedules)/;

const everyCode = new Map<string, ErrorKind>(Object.values(allErrors).flatMap((errors) => Object.entries(errors)));

/** The codes of our own that an operation may reply with, by status. What the libraries report comes on top: see docs/errors.md. */
export function codesOf(operation: OperationShape): ReadonlyMap<number, readonly string[]> {
  const codes = new Set<string>([...ofTheEdge(operation), ...ofTheFeature(operation)]);
  const byStatus = new Map<number, string[]>();
  for (const code of [...codes].sort()) {
    const status = everyCode.get(code)?.status;
    if (status === undefined) throw new Error(`${code} is in no list of all-errors.ts.`);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].sort(([a], [b]) => a - b));
}

export const meaningOf = (code: string): string => everyCode.get(code)?.when ?? '';

function* ofTheEdge({ path, rule, takesInput, body }: OperationShape): Generator<Code> {
  yield* ['WRONG_HOST', 'CROSS_SITE', 'INTERNAL', 'NOT_READY'] as const;
  if (rule.role !== 'anyone') yield* ['SIGN_IN_REQUIRED', 'TOKEN_INVALID', 'NOT_ALLOWED'] as const;
  if (rule.sessionOnly === true) yield 'SESSION_ONLY';
  if (takesInput) yield 'INVALID_INPUT';
  if (body === null) return;
  yield* ['INVALID_JSON', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;
  if (body.includes('version')) yield 'STALE_VERSION';
  if (body.includes('name') && namedOnce.test(path)) yield 'NAME_TAKEN';
}

/** Read by an id in the query: that may be unknown. */
const asksForOne: ReadonlySet<string> = new Set(['/api/notifications/deliveries', '/api/retention/preview']);

/** A list or a singleton that is only read has nothing to fail with, but a stream has. */
function ofTheFeature({ method, path, takesInput }: OperationShape): string[] {
  if (path === '/api/events') return [...featureCodes(path)];
  if (method === 'get' && !path.includes('{') && !asksForOne.has(path)) return [];
  return featureCodes(path).filter((code) => {
    const status = everyCode.get(code)?.status;
    // Reading one thing: it may be unknown, gone, or not there yet. A link's token says more.
    if (method === 'get' && status !== 404 && status !== 409 && status !== 410 && !path.includes('{token}'))
      return false;
    return !(status === 400 && !takesInput);
  });
}
