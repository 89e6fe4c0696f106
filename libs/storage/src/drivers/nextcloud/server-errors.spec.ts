import type { OutgoingConnect } from '../../driver';
import { describeServerErrors } from '../../testing';
import type { RecordedRequest, ScriptedReply } from '../../testing/servers';
import { openDavStorage } from './open-dav-storage';

const password = 'canary-of-the-password';
const secrets = [password, Buffer.from(`tester:${password}`).toString('base64')];

const open =
  (kind: 'nextcloud' | 'webdav') =>
  (url: string, connect: OutgoingConnect): Promise<ReturnType<typeof openDavStorage>> =>
    Promise.resolve(
      openDavStorage({ url, username: 'tester', password, path: '', kind, allowInsecure: false }, connect, {
        http: { deadlineMs: 400, stallMs: 400 },
        wait: () => Promise.resolve(),
      }),
    );

const file = `<multistatus xmlns="DAV:"><response><href>/backup.tar</href><propstat><prop><resourcetype/>
  <getcontentlength>300</getcontentlength><getetag>"abc"</getetag></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>`;
const there: ScriptedReply = { status: 207, body: file };
const gone: ScriptedReply = { status: 404 };

/** What comes before the request in question: for a read and a delete the look at the object, for an upload all up to the PUT. */
function before({ method }: RecordedRequest, operation: string): ScriptedReply | undefined {
  if (method !== 'PROPFIND' && method !== 'MKCOL') return undefined;
  if (operation === 'get' || operation === 'delete') return there;
  if (operation === 'upload') return method === 'MKCOL' ? { status: 201 } : gone;
  return undefined;
}

const ocs = (data: object): ScriptedReply => ({ body: JSON.stringify({ ocs: { data } }) });

function asNextcloud(request: RecordedRequest, operation: string): ScriptedReply | undefined {
  if (request.url.includes('/cloud/capabilities')) return ocs({ capabilities: { dav: { chunking: '1.0' } } });
  if (request.url.includes('/cloud/user')) return ocs({ id: 'tester' });
  return before(request, operation);
}

describe('P-DAV-4 whatever a WebDAV server says is told by kind, and without the password', () => {
  describeServerErrors('plain WebDAV', open('webdav'), { secrets, before });
  describeServerErrors('Nextcloud', open('nextcloud'), { secrets, before: asNextcloud });
  describeServerErrors('plain WebDAV, at its first request', open('webdav'), {
    secrets,
    outcomes: { 404: { upload: ['not-found', 'invalid-config'], delete: ['fine'] } },
  });
});
