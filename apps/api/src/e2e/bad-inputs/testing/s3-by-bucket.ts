import type { RecordedRequest, ScriptedReply } from '@stowbase/storage/testing';

const xml = (status: number, code: string, more = ''): ScriptedReply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message>${more}</Error>`,
});

const emptyList: ScriptedReply = {
  headers: { 'content-type': 'application/xml' },
  body: '<?xml version="1.0"?><ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>',
};

/** An S3 whose answer follows from the bucket that is asked for: what real ones say in each of these cases. */
export function s3ByBucket(trap: string): (request: RecordedRequest) => ScriptedReply {
  return ({ method, url }) => {
    const bucket = url.split('/')[1]?.split('?')[0] ?? '';
    const isList = method === 'GET' && url.includes('list-type=2');
    switch (bucket) {
      case 'missing-bucket':
        return method === 'HEAD' ? { status: 404 } : xml(404, 'NoSuchBucket');
      case 'other-region':
        return method === 'HEAD'
          ? { status: 400 }
          : xml(400, 'AuthorizationHeaderMalformed', '<Region>eu-central-1</Region>');
      case 'no-access':
        return method === 'HEAD' ? { status: 403 } : xml(403, 'AccessDenied');
      case 'no-put':
        if (isList) return emptyList;
        if (method === 'HEAD') return { status: /^\/[^/]+\/[^?]/.test(url) ? 404 : 200 };
        return xml(403, 'AccessDenied');
      case 'wrong-key':
        return method === 'HEAD' ? { status: 403 } : xml(403, 'InvalidAccessKeyId');
      case 'wrong-secret':
        return method === 'HEAD' ? { status: 403 } : xml(403, 'SignatureDoesNotMatch');
      case 'wrong-clock':
        return method === 'HEAD' ? { status: 403 } : xml(403, 'RequestTimeTooSkewed');
      case 'redirected':
        return { status: 302, headers: { location: `${trap}/latest/meta-data/` } };
      case 'metadata':
        return { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data/' } };
      default:
        return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>A console</html>' };
    }
  };
}
