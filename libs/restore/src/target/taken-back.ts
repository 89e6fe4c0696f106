import type { Query } from '@stowbase/postgres';

/** Runs `work` inside a transaction and takes back what it did and the locks it took, whether it ends well or not. */
export async function takenBack<T>(q: Query, work: () => Promise<T>): Promise<T> {
  await q('SAVEPOINT taken_back');
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // The first error is the one to know, also when the connection is gone.
    await q(takeBack).catch(() => undefined);
    throw error;
  }
  await q(takeBack);
  return result;
}

const takeBack = 'ROLLBACK TO SAVEPOINT taken_back; RELEASE SAVEPOINT taken_back';

/** SQLSTATE of a server's error, else null. */
export const sqlStateOf = (error: unknown): string | null => {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
  return typeof code === 'string' ? code : null;
};
