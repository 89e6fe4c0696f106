import { describeServerErrors } from '../../testing/conformance/describe-server-errors';
import type { Operation } from '../../testing/conformance/server-errors/conditions';
import { driveErrors } from '../../testing/google';
import type { GoogleError } from '../../testing/google/google-error';
import type { RecordedRequest, ScriptedReply } from '../../testing/servers/scripted-http';
import { objectProperties } from './object-properties';
import { openDrive } from './open-drive';
import { quick } from './testing/google-place';

const folderId = '1folder-of-all-backups';
const secrets = {
  clientSecret: 'canary-secret-71',
  refreshToken: 'canary-refresh-72',
  accessToken: 'canary-access-73',
};
const json = (value: unknown): ScriptedReply => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const saying = (error: GoogleError): ScriptedReply => {
  const { status, json: body } = error.reply;
  return { ...json(body), status };
};
const object = {
  id: '1x',
  name: 'backup.tar',
  size: '300',
  createdTime: '2026-11-28T04:00:00.000Z',
  modifiedTime: '2026-11-28T04:00:00.000Z',
  appProperties: { ...objectProperties(folderId, 'project/backup.tar', '0123456789abcdef'), stowbase: 'object' },
};

/** Everything up to the request in question goes well. */
function before({ method, url }: RecordedRequest, operation: Operation): ScriptedReply | undefined {
  if (url === '/token') return json({ access_token: secrets.accessToken, expires_in: 3599, token_type: 'Bearer' });
  const lists = method === 'GET' && url.startsWith('/drive/v3/files?');
  switch (operation) {
    case 'stat':
    case 'list':
      return undefined;
    case 'get':
    case 'delete':
      return lists ? json({ files: [object] }) : undefined;
    case 'upload': {
      if (lists) return json({ files: url.includes('mimeType') ? [{ ...object, appProperties: {} }] : [] });
      const folder = { mimeType: 'application/vnd.google-apps.folder', capabilities: { canAddChildren: true } };
      return url.startsWith(`/drive/v3/files/${folderId}`) ? json(folder) : undefined;
    }
  }
}

/** As Drive itself says it. */
const drive: Readonly<Record<string, ScriptedReply>> = {
  401: saying(driveErrors.auth()),
  403: saying(driveErrors.noAccess('1x')),
  404: saying(driveErrors.notFound('1x')),
  429: saying(driveErrors.tooMany()),
  500: saying(driveErrors.backend()),
  507: saying(driveErrors.full()),
};

describe('P-DRIVE-2 whatever Google Drive says', () => {
  describeServerErrors(
    'google_drive',
    (url, connect) => {
      const { clientSecret, refreshToken } = secrets;
      const endpoints = { apiBase: url, uploadBase: url, tokenUrl: `${url}/token` };
      const context = { connect, localRoots: [], forbiddenRoots: [], endpoints };
      const config = { signInBy: 'account', clientId: 'client', clientSecret, refreshToken, folderId } as const;
      return Promise.resolve(openDrive(config, context, { ...quick, delays: [], limits: { deadlineMs: 1_000 } }));
    },
    {
      secrets: Object.values(secrets),
      where: /127\.0\.0\.1|Google/,
      before,
      says: (condition) => drive[condition],
    },
  );
});
