import type { Contents } from '@stowbase/archive';
import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';

/** What no backup of this kind can hold, by name, with the statements that set it again after a restore. */
export interface LimitToTell {
  readonly id: string;
  readonly objects: readonly string[];
  readonly statements: readonly string[];
}

/** The limits of an archive; login passwords and vault values have statements, the others only names. */
export function limitsToTell(contents: Pick<Contents, 'limits'>): LimitToTell[] {
  return contents.limits.map(({ id, objects }) => ({
    id,
    objects,
    statements: objects.flatMap(STATEMENTS[id] ?? none),
  }));
}

/** A limit's name for people. */
export const limitName = (id: string): string => NAMES[id] ?? id.replaceAll('_', ' ');

const NAMES: Readonly<Record<string, string>> = {
  login_passwords: 'Login passwords',
  vault_secrets: 'Vault secrets',
  user_mapping_options: 'Options of foreign user mappings',
  platform_only_tables: 'Tables only the platform may write',
  storage_files: 'Storage files',
};

const none = (): string[] => [];
const STATEMENTS: Readonly<Record<string, (name: string) => string[]>> = {
  login_passwords: (role) => [`ALTER ROLE ${quoteIdent(role)} PASSWORD '…';`],
  vault_secrets: (name) => [`SELECT vault.create_secret('…', ${quoteLiteral(name)});`],
};
