import { readMultistatus } from './multistatus';

const response = (inside: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><D:multistatus xmlns:D="DAV:">${inside}</D:multistatus>`;

describe('what PROPFIND answers', () => {
  it('is read by namespaces, whatever prefixes a server has (Apache)', () => {
    const entries = readMultistatus(
      response(`<D:response xmlns:lp1="DAV:" xmlns:lp2="http://apache.org/dav/props/">
        <D:href>/a%20b/x&amp;y.tar</D:href>
        <D:propstat><D:prop><lp1:resourcetype/><lp1:getcontentlength>12</lp1:getcontentlength>
          <lp1:getlastmodified>Sat, 28 Nov 2026 04:13:33 GMT</lp1:getlastmodified>
          <lp1:getetag>W/"c-1&#45;2"</lp1:getetag><lp2:getetag>"another"</lp2:getetag></D:prop>
          <D:status>HTTP/1.1 200 OK</D:status></D:propstat>
        <D:propstat><D:prop><D:quota-used-bytes/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>
      </D:response>`),
    );
    expect(entries).toEqual([
      {
        href: '/a%20b/x&y.tar',
        collection: false,
        size: 12,
        etag: '"c-1-2"',
        modified: new Date('2026-11-28T04:13:33Z'),
        quotaAvailable: null,
        quotaUsed: null,
      },
    ]);
  });

  it('with a default namespace, several responses, and negative quotas', () => {
    const entries = readMultistatus(`<multistatus xmlns="DAV:"><response><href>/</href><propstat><prop>
      <resourcetype><collection/></resourcetype><quota-available-bytes>-3</quota-available-bytes>
      <quota-used-bytes>7</quota-used-bytes></prop><status>HTTP/1.1 200 OK</status></propstat></response>
      <response><href>/x</href><propstat><prop><resourcetype/></prop><status>HTTP/1.1 200</status></propstat></response></multistatus>`);
    expect(entries).toMatchObject([
      { href: '/', collection: true, size: null, quotaAvailable: -3, quotaUsed: 7, modified: null },
      { href: '/x', collection: false, etag: undefined },
    ]);
  });

  it('may be empty', () => {
    expect(readMultistatus(response(''))).toEqual([]);
  });

  it.each([
    ['a page', '<html><body>Sign in</body></html>'],
    ['nothing', ''],
    ['no XML', '{"ok":true}'],
    ['another namespace', '<multistatus xmlns="urn:x"/>'],
    ['half of it', '<D:multistatus xmlns:D="DAV:"><D:response'],
    ['definitions of entities', `<!DOCTYPE x [<!ENTITY a "aa">]>${response('')}`],
  ])('%s is none', (_title, xml) => {
    expect(readMultistatus(xml)).toBeNull();
  });
});
