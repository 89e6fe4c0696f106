import type { Account } from './account';
import { json, type Call, type Reply } from './call';

/** OCS version 2: the status is also that of HTTP (developer manual, client_apis/OCS/ocs-api-overview.rst). */
const ocs = (status: number, statuscode: number, data: unknown): Reply =>
  json(status, { ocs: { meta: { status: status === 200 ? 'ok' : 'failure', statuscode, message: '' }, data } });

export const ocsUnauthorized = (): Reply => ocs(401, 997, []);

/** apps/dav/lib/Capabilities.php and apps/files_trashbin/lib/Capabilities.php. Nothing tells of version 2 of chunks. */
export const capabilities = (): Reply =>
  ocs(200, 200, {
    version: { major: 31, minor: 0, micro: 0, string: '31.0.0' },
    capabilities: { dav: { chunking: '1.0', bulkupload: '1.0' }, files: { bigfilechunking: true, undelete: true } },
  });

/** developer manual, client_apis/LoginFlow: "the login name may differ from the user id". */
export const user = ({ id, loginName, quota }: Account): Reply =>
  ocs(200, 200, { id, 'display-name': loginName, email: null, quota: { quota } });

/** core/Controller/AppPasswordController.php: who has one already gets no other. */
export function getAppPassword(account: Account, password: string): Reply {
  return account.appPasswords.has(password)
    ? ocs(403, 403, [])
    : ocs(200, 200, { apppassword: account.newAppPassword() });
}

export function deleteAppPassword(account: Account, password: string): Reply {
  return account.appPasswords.delete(password) ? ocs(200, 200, []) : ocs(403, 403, []);
}

/** A request without this header is taken for one that a page made in somebody's browser (CSRF). */
export const isOcs = ({ request }: Call): boolean => request.headers['ocs-apirequest'] === 'true';
