import { readEntries } from './read-entries';

const response = (name: string, more = ''): string =>
  `<D:response><D:href>/dav/${name}</D:href>${more}<D:propstat><D:prop><D:getcontentlength>7</D:getcontentlength></D:prop>` +
  '<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>\n';
const list = (inside: string): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus xmlns:D="DAV:">${inside}</D:multistatus>\n`;
const names = (count: number): string[] => Array.from({ length: count }, (_, which) => `file-${which}.tar`);

describe('P-DAV-8 a list of very many files', () => {
  it.each([3, 9_000])('of %d says each of them once, in order', async (count) => {
    const entries = await readEntries(
      list(
        names(count)
          .map((name) => response(name))
          .join(''),
      ),
    );
    expect(entries!.map(({ href }) => href)).toEqual(names(count).map((name) => `/dav/${name}`));
    expect(entries!.every(({ size }) => size === 7)).toBe(true);
  });

  it('lets others have their turn', async () => {
    let over = false;
    let turns = 0;
    const count = (): void => {
      turns += 1;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    await readEntries(
      list(
        names(9_000)
          .map((name) => response(name))
          .join(''),
      ),
    );
    over = true;
    expect(turns).toBeGreaterThan(3);
  });

  it.each([
    [
      'a resource of which it says too much',
      list(response('a') + response('b', '<x/>'.repeat(200_000)) + response('c')),
    ],
    ['a root of which it says too much', `<D:multistatus xmlns:D="DAV:" ${'a="" '.repeat(200_000)}></D:multistatus>`],
    ['another document', `<html>${'<p>'.repeat(200_000)}</html>`],
    ['definitions', list(`<!ENTITY a "b">${response('a').repeat(3_000)}`)],
  ])('with %s is none', async (_title, xml) => {
    expect(await readEntries(xml)).toBeNull();
  });
});
