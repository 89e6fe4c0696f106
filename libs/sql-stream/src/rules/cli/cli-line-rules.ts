import { DataLines } from './data-lines';
import { LineFilter } from './line-filter';
import { ParameterGrants } from './parameter-grants';
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
 * The Supabase CLI's line substitutions (3.1; those of 2.x lack one rule for roles) on the raw output of pg_dump or pg_dumpall, byte for byte, with
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
      return rolesFilter();
    case 'data':
      return new DataLines();
  }
}

function rolesFilter(): LineTransform {
  const parameters = new ParameterGrants();
  return new LineFilter({
    before: (line) => parameters.apply(line),
    rules: rolesLineRules(),
    dropComments: true,
    unique: true,
    footer: 'RESET ALL;\n',
  });
}
