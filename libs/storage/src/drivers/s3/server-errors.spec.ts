import { describeServerErrors } from '../../testing/conformance/describe-server-errors';
import type { RecordedRequest, ScriptedReply } from '../../testing/servers';
import { opened } from './testing/s3-under-test';

const secretAccessKey = 'canary-secret-access-key-5e1f';
const bucket = 'acme-backups';
const there: ScriptedReply = {
  headers: { etag: '"abc"', 'last-modified': 'Fri, 27 Nov 2026 10:00:00 GMT' },
  body: 'x'.repeat(300),
};

/** Looks that come before the request in question. */
function before({ method, url }: RecordedRequest, operation: string): ScriptedReply | undefined {
  if (method !== 'HEAD') return undefined;
  if (!url.includes('project')) return {};
  if (operation === 'upload') return { status: 404 };
  return operation === 'stat' ? undefined : there;
}

describe('P-S3-2 what a server says or does not say', () => {
  describeServerErrors(
    's3',
    (url, connect) => {
      const place = { name: 'script', endpoint: url, region: 'us-east-1', accessKeyId: 'AKIATEST', secretAccessKey };
      const tuning = { limits: { stallMs: 1_000, deadlineMs: 1_000 }, patience: { delays: [] } };
      return Promise.resolve(opened(place, bucket, { connect, tuning }));
    },
    { secrets: [secretAccessKey], where: /127\.0\.0\.1|"project\/backup\.tar"/, before },
  );
});
