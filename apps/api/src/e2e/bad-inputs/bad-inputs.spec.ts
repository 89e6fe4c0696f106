import { readConfig } from '../../config/env';
import { raw } from '../../downloads/testing/curl';
import { startErrorText } from '../../lifecycle/tell-start-error';
import { Project } from '../../projects/project.entity';
import { Projects } from '../../projects/projects.service';
import { Canaries } from '../../testing/canary';
import { send, type Answer } from './testing/ask';
import {
  badInputs,
  type Alike,
  type Ask,
  type BadInput,
  type Lines,
  type Many,
  type Refusal,
  type Start,
  type Taken,
} from './bad-input';
import { fill, likeText } from './testing/fill';
import { databaseBytes, rawDatabaseBytes, recordsOf } from './testing/records';
import { startWorld, type World } from './testing/world';

describe('bad inputs: H09 H10 H18 H22 H23 H24 H25 H26 H28 H29 H30 H31 H32 H33 H34 H35 H36 H37 H40 H42 H43 H44 H45 H46 H47 H49 H50', () => {
  let world: World;
  let places: Record<string, string>;
  let canaries: Canaries;
  /** Of all cases so far. */
  const all = new Canaries();
  let number = 0;
  let logged = 0;
  /** Everything that was replied to the case. */
  let replied: string[] = [];

  beforeAll(async () => {
    world = await startWorld();
  }, 60_000);
  afterAll(() => world.close());

  beforeEach(() => {
    number += 1;
    const canary = `c4nary${number}/S3cr:t@?#%é"'`;
    places = {
      ...world.places,
      canary,
      'canary:url': encodeURIComponent(canary),
      'canary:json': JSON.stringify(canary).slice(1, -1),
      number: String(number),
    };
    canaries = new Canaries();
    canaries.add('canary', canary);
    all.add(`canary of case ${number}`, canary);
    for (const name of ['identity', 'expiredLink', 'revokedLink', 'usedLink', 'link', 'ownerPassword', 'userPassword'])
      canaries.add(name, places[name]!);
    logged = world.log().length;
    replied = [];
  });

  async function ask(what: Ask, turn = 0): Promise<Answer> {
    const filled = fill(what, { ...places, turn: String(turn) });
    const { url } = what.on === 'fresh' ? world.fresh : world.api;
    // An address of its own: nobody is slowed down by what others tried.
    const visitor = { 'x-canary': places['canary:url']!, 'x-forwarded-for': `198.51.100.${number}` };
    const answer = await send(url, world.clientFor(what), { ...filled, headers: { ...visitor, ...filled.headers } });
    replied.push(JSON.stringify(answer.headers), answer.text);
    return answer;
  }

  function expectRefusal({ status, headers, json, text }: Answer, refusal: Refusal): void {
    const { detail, next, field, headers: more = {}, ...rest } = fill(refusal, places);
    if (json === null) throw new Error(`no problem, but ${status} ${text}`);
    const [first] = (json['errors'] ?? []) as { field: string }[];
    expect({ ...json, status, field: json['field'] ?? first?.field }).toMatchObject({
      ...rest,
      field,
      detail: likeText(detail),
      ...(next === undefined ? {} : { nextStep: likeText(next) }),
    });
    expect(headers).toMatchObject(
      Object.fromEntries(Object.entries(more).map(([name, like]) => [name, likeText(like)])),
    );
    // Every refusal says what to do now.
    expect(json['nextStep']).toMatch(/\.$/);
  }

  /** Also for those that are taken: no secret is given back or written down. */
  async function expectNoSecret(): Promise<void> {
    const lines = world.log().slice(logged);
    for (const line of lines.split('\n').filter((one) => one !== '')) JSON.parse(line);
    expect(canaries.in(replied.join('\n'))).toEqual([]);
    expect(canaries.in(lines)).toEqual([]);
    for (const api of [world.api, world.fresh]) expect(canaries.in(await databaseBytes(api))).toEqual([]);
  }

  const recordsNow = async (): Promise<object[]> => [await recordsOf(world.api), await recordsOf(world.fresh)];

  async function expectNothingStored(work: () => Promise<void>): Promise<void> {
    const before = await recordsNow();
    await work();
    expect(await recordsNow()).toEqual(before);
  }

  async function many({ ask: what, times, order, answers, answer }: Many): Promise<void> {
    const turns = Array.from({ length: times }, (_, turn) => turn);
    const got: Answer[] = [];
    if (order === 'parallel') got.push(...(await Promise.all(turns.map((turn) => ask(what, turn)))));
    else for (const turn of turns) got.push(await ask(what, turn));
    const counts: Record<string, number> = {};
    for (const { status } of got) counts[status] = (counts[status] ?? 0) + 1;
    expect(counts).toEqual(answers);
    if (answer === undefined) expect(new Set(got.map(({ json }) => json?.['id'])).size).toBe(1);
    else for (const one of got.filter(({ status }) => status === answer.status)) expectRefusal(one, answer);
  }

  async function alike({ asks, answer }: Alike): Promise<void> {
    const answers: Answer[] = [];
    for (const one of asks) answers.push(await ask(one));
    for (const one of answers) expectRefusal(one, answer);
    const [first, ...others] = answers.map(({ status, json }) => ({ status, json: { ...json, instance: '' } }));
    for (const other of others) expect(other).toEqual(first);
  }

  async function taken({ ask: what, status, reply, then, password }: Taken): Promise<void> {
    const answer = await ask(what);
    expect(answer).toMatchObject({ status, ...(reply === undefined ? {} : { json: matching(reply) }) });
    if (then !== undefined) expect(await ask(then.ask)).toMatchObject({ json: matching(then.reply) });
    if (password === undefined) return;
    const project = await world.api.database.read.findOneByOrFail(Project, { id: places['project']! });
    const stored = world.api.app.get(Projects).connection(project).password ?? null;
    expect(stored).toBe(fill(password, places));
  }

  const matching = (part: object): object =>
    JSON.parse(JSON.stringify(fill(part, places)), (_, value: unknown) =>
      typeof value === 'string' ? likeText(value) : value,
    ) as object;

  async function lines({ lines: wanted, answer }: Lines): Promise<void> {
    const text = (await raw(world.api.url, ...fill(wanted, places))) ?? '';
    replied.push(text);
    const status = Number(text.split(' ')[1]);
    const json = JSON.parse(text.slice(text.indexOf('\r\n\r\n'))) as Record<string, unknown>;
    expectRefusal({ status, headers: {}, text, json }, answer);
  }

  function start({ env, lines: wanted }: Start): Promise<void> {
    let text = '';
    try {
      readConfig({ DATA_DIR: `${places['root']}-none`, LOCAL_STORAGE_ROOTS: places['root']!, ...fill(env, places) });
    } catch (error) {
      text = startErrorText(error);
    }
    replied.push(text);
    const [first, ...rest] = text.trimEnd().split('\n');
    expect(first).toMatch(/^Stowbase can't start: (A setting is|\d+ settings are) wrong\.$/);
    expect(rest.slice(0, -1).map((line) => line.trim())).toEqual(fill(wanted, places).map(likeText));
    expect(rest.at(-1)).toBe(
      'Correct what is named above and start again; docs/configuration.md describes every variable. [CONFIG_INVALID]',
    );
    return Promise.resolve();
  }

  async function judge(one: BadInput): Promise<void> {
    switch (one.kind) {
      case 'alike':
        return expectNothingStored(() => alike(one));
      case 'many':
        return many(one);
      case 'taken':
        return taken(one);
      case 'lines':
        return expectNothingStored(() => lines(one));
      case 'start':
        return start(one);
      case 'refused':
      case undefined:
        return expectNothingStored(async () => expectRefusal(await ask(one.ask), one.answer));
    }
  }

  it('have all the rows that are claimed here, and no others', () => {
    const claimed = expect.getState().currentTestName?.match(/H\d\d/g) ?? [];
    expect([...new Set(badInputs.map(({ id }) => id))].sort()).toEqual(claimed);
  });

  it.each(badInputs.map((one) => [one.id, one.title, one] as const))('%s %s', async (_id, _title, one) => {
    await judge(one);
    await expectNoSecret();
  });

  it('have left no secret in the files of the databases either, when all were asked', () => {
    expect(all.names.length).toBeGreaterThan(badInputs.length);
    for (const api of [world.api, world.fresh]) expect(all.in(rawDatabaseBytes(api))).toEqual([]);
  });
});
