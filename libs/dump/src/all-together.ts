/**
 * What all of the work gives, in its order. The first failure aborts the others; it is thrown when all have ended, so nothing of them
 * goes on behind the caller's back.
 */
export async function allTogether<T>(work: readonly Promise<T>[], stop: AbortController): Promise<T[]> {
  const failures: unknown[] = [];
  const watched = work.map((one) =>
    one.catch((error: unknown) => {
      failures.push(error);
      stop.abort(error);
    }),
  );
  await Promise.all(watched);
  if (failures.length > 0) throw failures[0];
  return Promise.all(work);
}
