import { DataLines } from './data-lines';
import { LineFilter } from './line-filter';
import { rolesLineRules } from './roles-lines';
import { schemaLineRules } from './schema-lines';

/** `history` is the schema of the migration history; its rows follow the rules of `data`. */
export type CliSection = 'schema' | 'history' | 'data' | 'roles';

/** A transform of bytes: give it every chunk, then take what `end()` has. */
export interface LineTransform {
  push(chunk: Buffer): Buffer;
  end(): Buffer;
}

/**
 * The Supabase CLI's line substitutions (2.104 and 2.122) on the raw output of pg_dump or pg_dumpall, byte for byte, with
 * their defects: they see lines, not statements, so literals and bodies are changed as well. Kept to compare with the
 * CLI and to read its files; the product's own rules are `safe`. `keepComments` is the CLI's `--keep-comments`.
 */
export function cliLineRules(section: CliSection, options: { keepComments?: boolean } = {}): LineTransform {
  const dropComments = options.keepComments !== true;
  switch (section) {
    case 'schema':
      return new LineFilter({ rules: schemaLineRules(), dropComments, unique: false, footer: '' });
    case 'history':
      return new LineFilter({ rules: schemaLineRules([]), dropComments, unique: false, footer: '' });
    case 'roles':
      return new LineFilter({ rules: rolesLineRules(), dropComments: true, unique: true, footer: 'RESET ALL;\n' });
    case 'data':
      return new DataLines();
  }
}
