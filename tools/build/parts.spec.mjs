import { builtService } from './built-parts.mjs';

/** Of a package's or our own files in what the program reads when it starts. */
const later =
  /node_modules\/(pg-boss|nodemailer|openid-client|@aws-sdk\/client-s3|rrule-temporal)\/|drivers\/s3\/open-s3/;

describe('the service in parts', () => {
  it('P-BUILD-2 reads no queue of PostgreSQL, no mail and no S3 client before somebody needs them', async () => {
    const parts = new Map((await builtService()).map((part) => [part.file, part]));
    const holding = (/** @type {RegExp} */ pattern) =>
      [...parts.values()].filter(({ sources }) => sources.some((source) => pattern.test(source)));
    const read = new Set(holding(/apps\/api\/src\/boot\.ts$/));
    for (const part of read) for (const file of part.atOnce) read.add(parts.get(file));
    expect(read.size).toBeGreaterThan(2);
    const heavy = holding(later);
    expect(heavy.length).toBeGreaterThan(2);
    expect(heavy.filter((part) => read.has(part)).map(({ file }) => file)).toEqual([]);
    const bytes = [...read].reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    // 7.2 MB in November 2026; of one file it was 11.9 MB, and 20 MB more of memory.
    expect(bytes).toBeGreaterThan(4_000_000);
    expect(bytes).toBeLessThan(8_500_000);
  }, 60_000);
});
