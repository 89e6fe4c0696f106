import type { Operation } from './call';

const named: Readonly<Record<string, Operation>> = {
  'GET /ocs/v2.php/cloud/capabilities': 'capabilities',
  'GET /ocs/v2.php/cloud/user': 'user',
  'GET /ocs/v2.php/core/getapppassword': 'get-app-password',
  'DELETE /ocs/v2.php/core/apppassword': 'delete-app-password',
  'POST /index.php/login/v2': 'begin-login',
  'POST /login/v2/poll': 'poll-login',
  'POST /index.php/login/v2/poll': 'poll-login',
};

/** What a request is, by its method and its path below the installation; null for what the double doesn't know. */
export function operationOf(method: string, path: string): Operation | null {
  const dav = /^\/remote\.php\/dav\/(files|uploads)\//.exec(path)?.[1];
  if (dav === 'files' || dav === 'uploads') return `${dav}:${method}`;
  return named[`${method} ${path}`] ?? null;
}
