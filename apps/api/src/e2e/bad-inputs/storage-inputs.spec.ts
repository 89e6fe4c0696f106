import { Canaries } from '../../testing/canary';
import data from './storage-inputs.data.json' with { type: 'json' };
import { send, type Answer } from './testing/ask';
import { fill, likeText } from './testing/fill';
import { databaseBytes, recordsOf } from './testing/records';
import { startStorageWorld, type StorageWorld } from './testing/storage-world';

interface StorageInput {
  /** Of the bad-input matrix. */
  readonly id: string;
  readonly title: string;
  /** Private networks are closed to the service. */
  readonly strict?: boolean;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly answer: {
    /** 201: taken, and it works. */
    readonly status: number;
    readonly code?: string;
    /** The whole sentence; between slashes a pattern. */
    readonly detail?: string;
    /** What to do, without the hint at saving it as disabled. */
    readonly next?: string;
    readonly field?: string;
    readonly notices?: readonly object[];
  };
}
const inputs = data as readonly StorageInput[];

describe('settings of a destination: H11 H12 H13 H14 H15 H16 H17 H19 H20 H21', () => {
  let world: StorageWorld;
  let number = 0;
  beforeAll(async () => {
    world = await startStorageWorld();
  }, 60_000);
  afterAll(() => world.close());

  it.each(inputs.map((one) => [one.id, one.title, one] as const))('%s %s', async (_id, _title, one) => {
    number += 1;
    const [api, client] = one.strict === true ? [world.strict, world.strictOwner] : [world.api, world.owner];
    const places: Record<string, string> = { ...world.places, canary: `c4nary${number}-of-a-case` };
    const canaries = new Canaries();
    for (const name of ['canary', 'clientSecret', 'refreshToken', 'endedToken', 'annPassword', 'timPassword'] as const)
      canaries.add(name, places[name]!);
    const before = await recordsOf(api);
    const logged = world.log().length;
    const body = { name: `Bad ${number}`, type: one.type, config: fill(one.config, places) };
    const answer = await send(api.url, client, { method: 'POST', path: '/storage/destinations', body });
    expectAnswer(answer, fill(one.answer, places));
    expect(canaries.in(JSON.stringify(answer.headers) + answer.text)).toEqual([]);
    expect(canaries.in(world.log().slice(logged))).toEqual([]);
    expect(canaries.in(await databaseBytes(api))).toEqual([]);
    if (one.answer.status !== 201) expect(await recordsOf(api)).toEqual(before);
  });

  function expectAnswer({ status, json, text }: Answer, wanted: StorageInput['answer']): void {
    if (json === null) throw new Error(`no JSON, but ${status} ${text}`);
    const { next, notices, detail, ...rest } = wanted;
    const [first] = (json['errors'] ?? []) as { field: string }[];
    const nextStep = (json['nextStep'] as string | undefined)?.replace(
      ' To save it all the same, send "enabled": false.',
      '',
    );
    expect({ ...json, status, field: json['field'] ?? first?.field }).toMatchObject({
      ...rest,
      ...(detail === undefined ? {} : { detail: likeText(detail) }),
    });
    if (next !== undefined) expect(nextStep).toBe(next);
    if (notices !== undefined) expect(json['notices']).toEqual(notices);
  }

  it('H11 H13 H14 have connected to nothing that is denied, and followed no redirect', () => {
    expect(world.s3.requests.some(({ url }) => url.startsWith('/redirected'))).toBe(true);
    expect(world.trap.requests).toEqual([]);
    expect([...new Set(world.tried)]).toEqual(['93.184.216.34']);
  });
});
