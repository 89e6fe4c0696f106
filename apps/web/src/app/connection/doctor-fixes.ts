import type { ConnectionEntry } from './connection-entry';
import type { ShownCheck } from './shown-check';

/** What one button can do about a check. */
export type FixId =
  | 'session-port'
  | 'certificate'
  | 'allow-insecure'
  | 'password-as-pasted'
  | 'password'
  | 'another-string'
  | 'database'
  | 'trust-certificate';

const labels: Record<FixId, string> = {
  'session-port': $localize`Use the session pooler instead`,
  certificate: $localize`Add the root certificate`,
  'allow-insecure': $localize`Allow it`,
  'password-as-pasted': $localize`Use the password as pasted`,
  password: $localize`Enter the password again`,
  'another-string': $localize`Paste the session pooler string`,
  database: $localize`Use the database "postgres"`,
  'trust-certificate': $localize`Trust the new certificate`,
};

export const fixLabel = (fix: FixId): string => labels[fix];

/** By the code that failed it; `TLS_PIN_CHANGED` only means something for what is stored. */
const byCode: Partial<Record<string, FixId>> = {
  POOLER_TRANSACTION_MODE: 'session-port',
  TLS_WEAK: 'allow-insecure',
  TLS_UNTRUSTED: 'certificate',
  CA_INVALID: 'certificate',
  URL_AMBIGUOUS: 'password-as-pasted',
  URL_INCOMPLETE: 'database',
  AUTH_FAILED: 'password',
  PASSWORD_INVALID: 'password',
  PASSWORD_PLACEHOLDER: 'password',
  IPV6_ONLY: 'another-string',
  POOLER_USER: 'another-string',
  TENANT_NOT_FOUND: 'another-string',
};

/** @param entry what is being entered; null: a stored connection */
export function fixOf(check: ShownCheck, entry: ConnectionEntry | null): FixId | null {
  if (check.status !== 'fail' && check.status !== 'warn') return null;
  if (entry === null) return check.code === 'TLS_PIN_CHANGED' ? 'trust-certificate' : null;
  const fix = byCode[check.code ?? ''] ?? bySituation(check, entry);
  if (fix === 'session-port' && entry.kind() !== 'transaction-pooler') return 'another-string';
  if (fix === 'database' && (entry.parts().host === '' || entry.parts().database !== '')) return null;
  return fix;
}

function bySituation({ id, status, code }: ShownCheck, entry: ConnectionEntry): FixId | null {
  if (id === 'tls' && status === 'warn' && code === null) return entry.isEncryptionWanted() ? 'certificate' : null;
  const isDirect = entry.kind() === 'direct';
  return isDirect && (id === 'dns' || code === 'HOST_NOT_FOUND' || code === 'UNREACHABLE') ? 'another-string' : null;
}

/** Those that need no more from the person. @returns whether the connection is to be checked again */
export function applyFix(fix: FixId, entry: ConnectionEntry): boolean {
  switch (fix) {
    case 'session-port':
      entry.useSessionPort();
      return true;
    case 'allow-insecure':
      entry.allow();
      return true;
    case 'password-as-pasted':
      entry.usePasswordAsPasted();
      return true;
    case 'database':
      entry.nameDatabase('postgres');
      return true;
    case 'password':
      entry.askPassword();
      return false;
    case 'another-string':
      entry.clear();
      return false;
    case 'certificate':
    case 'trust-certificate':
      return false;
  }
}
