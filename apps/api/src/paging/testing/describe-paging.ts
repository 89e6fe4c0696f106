import { randomUUID } from 'node:crypto';
import { ApiToken } from '../../accounts/api-token.entity';
import type { Database } from '../../database/database';
import { pageOf } from '../page-of';

/** What pages promise, on either engine. 25 rows at 5 instants: most share their time with others. */
export function describePaging(open: () => Promise<Database>): void {
  let database: Database;
  const start = Date.UTC(2026, 10, 20, 10, 0, 0, 7);
  const row = (n: number): Partial<ApiToken> => ({
    id: randomUUID(),
    name: `token ${n}`,
    tokenSha256: randomUUID(),
    prefix: 'stow_',
    userId: 'one',
    scope: n % 2 === 0 ? 'viewer' : 'owner',
    createdAt: new Date(start + Math.floor(n / 5)),
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
  });

  beforeAll(async () => {
    database = await open();
    await database.write(async (manager) => {
      await manager.insert(
        ApiToken,
        Array.from({ length: 25 }, (_, n) => row(n)),
      );
    });
  });
  afterAll(() => database.close());

  const walk = async (limit: number, between: () => Promise<void> = () => Promise.resolve()): Promise<ApiToken[]> => {
    const all: ApiToken[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: ApiToken[]; next: string | null } = await pageOf(database.read, ApiToken, {
        limit,
        ...(cursor === null ? {} : { cursor }),
      });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      all.push(...page.items);
      cursor = page.next;
      await between();
    } while (cursor !== null);
    return all;
  };

  it('hold each row once, newest first, whatever their size', async () => {
    const whole = (await walk(200)).map(({ id }) => id);
    expect(new Set(whole).size).toBe(25);
    for (const limit of [1, 2, 5, 7, 24, 25, 26]) expect((await walk(limit)).map(({ id }) => id)).toEqual(whole);
    const times = (await walk(3)).map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('end with null, also when the last one is full', async () => {
    expect((await pageOf(database.read, ApiToken, { limit: 25 })).next).toBeNull();
    expect((await pageOf(database.read, ApiToken, { limit: 24 })).next).not.toBeNull();
  });

  it('keep to the conditions of their list', async () => {
    const { items } = await pageOf(database.read, ApiToken, { limit: 200 }, { where: { scope: 'viewer' } });
    expect(items).toHaveLength(13);
  });

  it('neither repeat nor leave out a row when others come meanwhile', async () => {
    const before = new Set((await walk(200)).map(({ id }) => id));
    const seen = (
      await walk(4, () => database.write(async (manager) => void (await manager.insert(ApiToken, row(99)))))
    ).map(({ id }) => id);
    expect(seen.filter((id) => before.has(id))).toHaveLength(25);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('refuse a cursor of another list', async () => {
    const { next } = await pageOf(database.read, ApiToken, { limit: 1 });
    await expect(
      pageOf(database.read, ApiToken, { limit: 1, cursor: next ?? '' }, { by: 'expiresAt' }),
    ).rejects.toMatchObject({ status: 400, code: 'INVALID_INPUT' });
  });
}
