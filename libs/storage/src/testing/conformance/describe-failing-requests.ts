import { inspect } from 'node:util';
import { putBuffer } from '../../put-buffer';
import { StorageError } from '../../storage-error';
import type { UploadState } from '../../storage';
import { httpFront, type Treatment } from '../servers/http-front';
import { bodyOf, readAll } from './content';
import type { StorageUnderTest } from './under-test';

const key = 'project/backup.tar';
const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Please sign in</html>' };
const busy = { status: 500, body: 'no' };
const treatments: Readonly<Record<string, Treatment>> = {
  'fails with 500': { instead: busy },
  'is reset': { instead: { instead: 'reset' } },
  'is answered by a page of HTML': { instead: page },
  'is done, and its answer is lost': { afterwards: { instead: 'reset' } },
  'is done, and a gateway says 504': { afterwards: { status: 504, body: 'no' } },
};

/** Outside of the long tests. */
const quick = ['fails with 500 for good', 'is answered by a page of HTML once', 'is done, and its answer is lost once'];

export interface FailingRequestsOptions {
  /** Of the object: enough for two parts. */
  readonly bytes: number;
  /** Ends that can't be better, as `METHOD /path: what is wrong`; each with its reason beside it. */
  readonly tolerates?: readonly RegExp[];
}

/**
 * Every single request that an upload makes goes wrong, in several ways, once and for good: in the end the object is whole, or there is
 * an error and no object, and a sweep finds all that is left.
 * @param make an empty storage for each upload; `through` gives the port of a front before a server's port, by which the driver has to go
 */
export function describeFailingRequests(
  name: string,
  make: (through: (port: number) => Promise<number>) => Promise<StorageUnderTest>,
  { bytes, tolerates = [] }: FailingRequestsOptions,
): void {
  const body = bodyOf(bytes);
  const all = Object.entries(treatments).flatMap(([title, treatment]) => [
    { title: `${title} once`, treatment, forGood: false },
    { title: `${title} for good`, treatment, forGood: true },
  ]);
  const cases = process.env['STOWBASE_TEST_ALL'] === '1' ? all : all.filter(({ title }) => quick.includes(title));

  describe(`failing requests of ${name}`, () => {
    it.each(cases)(
      'each request $title',
      async ({ treatment, forGood }) => {
        const ends: string[] = [];
        // Until an upload has fewer requests: then there is none left to fail.
        for (let which = 0, struck = true; struck; which += 1) {
          const outcome = await one(which, treatment, forGood);
          struck = outcome !== null;
          if (outcome !== null && outcome.problem !== null) ends.push(`${outcome.request}: ${outcome.problem}`);
        }
        expect(ends.filter((end) => !tolerates.some((tolerated) => tolerated.test(end)))).toEqual([]);
      },
      120_000,
    );
  });

  /** One upload in which that request goes wrong. Null: it made fewer. */
  async function one(
    which: number,
    treatment: Treatment,
    forGood: boolean,
  ): Promise<{ request: string; problem: string | null } | null> {
    let front: Awaited<ReturnType<typeof httpFront>> | undefined;
    const under = await make(async (port) => (front = await httpFront(port)).port);
    if (front === undefined) throw new Error('The driver does not go through the front.');
    let struck: string | null = null;
    front.treat(({ method, url }, nth) => {
      const request = `${method} ${url}`;
      if (nth === which) struck = request;
      return nth === which || (forGood && request === struck) ? treatment : undefined;
    });
    try {
      const states: UploadState[] = [];
      const onState = (state: UploadState): Promise<void> => Promise.resolve(void states.push(state));
      const thrown: unknown = await putBuffer(under.storage, key, body, { onState }).then(
        () => null,
        (cause: unknown) => cause,
      );
      front.pass();
      if (struck === null) return null;
      return { request: struck, problem: await problemOf(under, states, thrown) };
    } finally {
      await under.dispose();
      await front.stop();
    }
  }

  async function problemOf(
    { storage, leftovers }: StorageUnderTest,
    states: readonly UploadState[],
    thrown: unknown,
  ): Promise<string | null> {
    if (thrown !== null && !(thrown instanceof StorageError)) return `no StorageError: ${inspect(thrown)}`;
    const found = await storage
      .get(key)
      .then(readAll)
      .catch((cause: StorageError) => cause);
    if (thrown === null && !(Buffer.isBuffer(found) && found.equals(body))) return 'stored, but not whole';
    if (thrown !== null && Buffer.isBuffer(found)) return `an error, but an object: ${thrown.message}`;
    if (thrown !== null && (found as StorageError).kind !== 'not-found')
      return `read: ${(found as StorageError).message}`;
    for (const state of states) await storage.sweep(key, state);
    // Whose first answer was lost is written down nowhere, but the store may list it.
    for await (const one of storage.unfinished?.('') ?? []) await storage.sweep(one.key, one.state);
    const left = await leftovers();
    return left.length === 0 ? null : `left after a sweep: ${left.join(', ')}`;
  }
}
