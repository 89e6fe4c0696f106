import type { Call, Reply } from '../call';
import { driveErrors } from '../google-error';
import type { Principal } from '../oauth/oauth-world';
import type { DriveWorld } from './drive-world';
import { allDrives } from './file-routes';

/** `alt=media`, whole or one range: https://developers.google.com/workspace/drive/api/guides/manage-downloads#partial-download */
export function media({ url, request }: Call, id: string, principal: Principal, world: DriveWorld): Reply {
  const { content, mimeType } = world.find(id, principal, allDrives(url));
  if (content === null) {
    throw driveErrors.bad('Only files with binary content can be downloaded. Use Export with Docs Editors files.');
  }
  const headers = { 'content-type': mimeType, 'accept-ranges': 'bytes' };
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (asked === null) return { status: 200, headers, body: content };
  const start = Number(asked[1]);
  const end = asked[2] === '' ? content.length : Math.min(content.length, Number(asked[2]) + 1);
  if (start >= content.length) {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${content.length}` } };
  }
  const range = `bytes ${start}-${end - 1}/${content.length}`;
  return { status: 206, headers: { ...headers, 'content-range': range }, body: content.subarray(start, end) };
}
