import { writeFileSync } from 'node:fs';
import { bodyOf, expectedOf, writeAll } from '../../../testing/conformance/content';
import { localMapped } from '../local-mapped';

/**
 * A program that is killed in the middle of an upload: `root`, a file in which it records the upload's state, and where to die.
 * Bundled and started by `killed.spec.ts`.
 */
const [root = '', stateFile = '', stage = ''] = process.argv.slice(2);
const die = (): void => void process.kill(process.pid, 'SIGKILL');

const storage = await localMapped.open(
  {},
  { connect: () => Promise.reject(new Error('no network')), localRoots: [root], forbiddenRoots: [] },
);
const body = bodyOf(3_000_000);
const upload = await storage.create('project/backup.tar', {
  signal: new AbortController().signal,
  onState: (state) => {
    writeFileSync(stateFile, JSON.stringify(state));
    if (stage === 'state') die();
    return Promise.resolve();
  },
});
if (stage === 'created') die();
await writeAll(upload, body);
if (stage === 'written') die();
await upload.commit(expectedOf(body));
die();
