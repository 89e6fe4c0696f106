import type { Contents } from '@stowbase/archive';
import type { Selection } from '../../request';
import type { TableName } from '../../table-name';

export const historySchema = 'supabase_migrations';

/** What of an archive is asked for: `definitions` for everything, or for the schema. */
export type Part =
  { readonly kind: 'roles' | 'definitions' | 'data' | 'history' } | { readonly kind: 'table'; readonly to: TableName };

/** An archive of type `data` has no definitions: its everything is its rows. */
export function partsOf(contents: Contents, only: readonly Selection[]): Part[] {
  if (only.length === 0) return [{ kind: contents.type === 'data' ? 'data' : 'definitions' }];
  return only.map((part) => {
    if (part.kind === 'table') return { kind: part.kind, to: part.to };
    return { kind: part.kind === 'schema' ? 'definitions' : part.kind };
  });
}
