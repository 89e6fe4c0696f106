import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apps, bundle } from '../build.mjs';

/** Of a package's or our own files in what the program reads when it starts. */
const later =
  /node_modules\/(pg-boss|nodemailer|openid-client|@aws-sdk\/client-s3|rrule-temporal)\/|drivers\/s3\/open-s3/;

describe('the service in parts', () => {
  /** @type {Awaited<ReturnType<typeof bundle>>} */
  let outputs;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stowbase-parts-'));
    try {
      outputs = await bundle({ ...apps.api, parts: true }, join(folder, 'main.js'), 'error');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);

  /** Files that hold one of these, without the source maps. @param {RegExp} pattern */
  const holding = (pattern) =>
    Object.entries(outputs).flatMap(([file, { inputs }]) =>
      Object.keys(inputs).some((input) => pattern.test(input)) ? [file] : [],
    );

  it('P-BUILD-2 reads no queue of PostgreSQL, no mail and no S3 client before somebody needs them', () => {
    const read = new Set(holding(/apps\/api\/src\/boot\.ts$/));
    for (const file of read)
      for (const { path, kind } of outputs[file].imports)
        if (kind === 'import-statement' && path in outputs) read.add(path);
    expect(read.size).toBeGreaterThan(2);
    const heavy = holding(later);
    expect(heavy.length).toBeGreaterThan(2);
    expect(heavy.filter((file) => read.has(file))).toEqual([]);
    const bytes = [...read].reduce((sum, file) => sum + outputs[file].bytes, 0);
    // 7.2 MB in November 2026; of one file it was 11.9 MB, and 20 MB more of memory.
    expect(bytes).toBeLessThan(8_500_000);
  });

  it('has all of them in one folder: what lies beside the program is found from each', () => {
    const folders = new Set(Object.keys(outputs).map((file) => file.slice(0, file.lastIndexOf('/'))));
    expect(folders.size).toBe(1);
  });
});
