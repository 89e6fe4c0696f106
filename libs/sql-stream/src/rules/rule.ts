import type { StatementInfo } from '../statement/statement-info';

/** Something a person should know about a statement that was left out or changed. */
export interface RuleWarning {
  code: string;
  text: string;
  object?: string;
}

export interface RuleContext {
  section: 'schema' | 'data' | 'history';
  /** Names or pg_dump patterns (`pg_*`) of the schemas the dump leaves out; empty for history. */
  excludedSchemas: readonly string[];
  onWarning(warning: RuleWarning): void;
  /** Takes each statement about an event trigger: they are left out here and offered in a file of their own. */
  onEventTrigger?(statement: Buffer): void;
}

/** One rule of the `safe` set. It sees whole statements only, so nothing inside a literal or a body can match. */
export interface Rule {
  /** Stable name; the tests' titles carry it. */
  id: string;
  /** Number of the fix in the list of the CLI's defects (facts sheet §4), null for what the CLI does as well. */
  fix: number | null;
  applies(info: StatementInfo, context: RuleContext): boolean;
  /** The statement's new text, or null to leave it out. */
  change(text: Buffer, info: StatementInfo, context: RuleContext): Buffer | null;
}

export const drop = (): null => null;

/** `TABLE public.users`, for messages. */
export function objectOf(info: StatementInfo): string {
  const name = [info.schema, info.name].filter((part, index, all) => part !== null && all.indexOf(part) === index);
  return [info.objectType?.toLowerCase(), name.join('.')].filter(Boolean).join(' ');
}
