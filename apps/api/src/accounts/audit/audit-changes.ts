/** What a change did to one field; null: nothing was there, or is. Of a secret and of a long text only that it was changed. */
export interface AuditChange {
  /** As in the request: `name`, `config.maxSize`. */
  readonly field: string;
  readonly before: string | number | boolean | null;
  readonly after: string | number | boolean | null;
  /** Neither value is told. */
  readonly hidden: boolean;
}

type Values = Readonly<Record<string, unknown>>;

/** Longer values tell nobody anything in a list. */
const longest = 200;

/**
 * The fields in which two states differ, for `detail.changes` of an audit entry.
 * @param secrets fields whose values are never told
 */
export function auditChanges(before: Values, after: Values, secrets: ReadonlySet<string> = new Set()): AuditChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.flatMap((field): AuditChange[] => {
    const [was, is] = [shown(before[field]), shown(after[field])];
    if (was === is) return [];
    const hidden = secrets.has(field) || [was, is].some((value) => typeof value === 'string' && value.length > longest);
    return [{ field, before: hidden ? null : was, after: hidden ? null : is, hidden }];
  });
}

function shown(value: unknown): AuditChange['before'] {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}
