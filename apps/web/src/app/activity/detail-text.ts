import type { AuditEventDto } from '../api/models/audit-event-dto';
import { bytes } from '../format/bytes';

type Detail = Readonly<Record<string, unknown>>;

const wrongCode = $localize`wrong code of the second factor`;

const texts: Readonly<Record<string, (detail: Detail) => string>> = {
  'login.failed': ({ wrong: what }) => (what === 'code' ? wrongCode : $localize`wrong password or unknown`),
  'confirmation.failed': ({ wrong: what }) => (what === 'code' ? wrongCode : $localize`wrong password`),
  'token.create': ({ scope }) => $localize`scope ${text(scope)}:scope:`,
  'user.create': ({ role }) => $localize`as ${text(role)}:role:`,
  'user.password': ({ by }) =>
    by === 'link' ? $localize`by a link` : by === 'console' ? $localize`on the server` : '',
  'totp.recovery_code_used': ({ left }) => $localize`${text(left)}:count: are left`,
  'backup.start': ({ destinations, trigger }) =>
    [
      trigger === 'manual' ? '' : text(trigger),
      Array.isArray(destinations) ? $localize`to ${destinations.join(', ')}:destinations:` : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  'destination.create': ({ origin, enabled }) =>
    origin === 'env' ? $localize`from the environment` : enabled === false ? $localize`paused` : '',
  'destination.delete': ({ copies, stored, bytes: size }) => {
    if (copies === 'keep') return $localize`${text(stored)}:count: copies stayed there, ${sizeOf(size)}:size:`;
    return copies === 'delete' ? $localize`with ${text(stored)}:count: copies, ${sizeOf(size)}:size:` : '';
  },
  'download.link': ({ kind }) => (kind === 'direct' ? $localize`straight to the browser` : ''),
};

/** The second line of what was done; empty: there is nothing to add. */
export function detailText({ action, detail }: AuditEventDto): string {
  return detail === null ? '' : (texts[action]?.(detail) ?? '');
}

const sizeOf = (value: unknown): string => (typeof value === 'number' ? bytes(value) : '');
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
