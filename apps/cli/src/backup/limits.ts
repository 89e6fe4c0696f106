import type { Contents } from '@stowbase/archive';
import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';

/** What no backup of this kind can hold, by name, with the statements that set it again after a restore. */
export interface LimitToTell {
  readonly id: string;
  readonly objects: readonly string[];
  readonly statements: readonly string[];
}

/** The limits of an archive; login passwords and vault values have statements, the others only names. */
export function limitsToTell(contents: Pick<Contents, 'limits' | 'passwordsToSet' | 'vaultSecrets'>): LimitToTell[] {
  return contents.limits.map(({ id, objects }) => ({ id, objects, statements: statementsFor(objects, contents) }));
}

function statementsFor(
  objects: readonly string[],
  contents: Pick<Contents, 'passwordsToSet' | 'vaultSecrets'>,
): string[] {
  const roles = new Set(contents.passwordsToSet);
  const secrets = new Set(contents.vaultSecrets);
  if (objects.length > 0 && objects.every((name) => roles.has(name))) return objects.map(setPassword);
  if (objects.length > 0 && objects.every((name) => secrets.has(name))) return objects.map(setSecret);
  return [];
}

const setPassword = (role: string): string => `ALTER ROLE ${quoteIdent(role)} PASSWORD '…';`;
const setSecret = (name: string): string => `SELECT vault.create_secret('…', ${quoteLiteral(name)});`;
