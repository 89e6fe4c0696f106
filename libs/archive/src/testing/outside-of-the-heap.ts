import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Bytes in buffers that somebody still holds. Node lets go of a signal some turns after what it depends on is gone, and V8 counts a buffer as
 * freed when a thread beside has swept it, at the latest by the next collection.
 */
export async function outsideOfTheHeap(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let turn = 0; turn < 5; turn++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().arrayBuffers;
}
