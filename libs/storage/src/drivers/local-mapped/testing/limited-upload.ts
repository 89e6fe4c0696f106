import { readdirSync } from 'node:fs';
import { putBuffer } from '../../../put-buffer';
import { StorageError } from '../../../storage-error';
import { bodyOf } from '../../../testing/conformance/content';
import { localMapped } from '../local-mapped';

/** Started under `ulimit -f`, with a root as argument: prints how an upload ends that is larger than a file may be. */
const [root = ''] = process.argv.slice(2);
const connect = (): Promise<never> => Promise.reject(new Error('no network'));
const storage = await localMapped.open({}, { connect, localRoots: [root], forbiddenRoots: [] });
const kind = await putBuffer(storage, 'backup.tar', bodyOf(3_000_000)).then(
  () => 'stored',
  (cause: unknown) => (cause instanceof StorageError ? cause.kind : String(cause)),
);
process.stdout.write(`${kind}, left: ${readdirSync(root).join(' ')}`);
