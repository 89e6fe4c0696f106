import type { OutgoingConnect } from '../../driver';
import { putBuffer } from '../../put-buffer';
import type { Storage } from '../../storage';
import { countedConnect } from '../counted-connect';
import { scriptedHttp, type RecordedRequest, type ScriptedReply } from '../servers/scripted-http';
import { bodyOf, readAll, rejection } from './content';
import { storageRules as rules } from './rules';
import {
  askedRange,
  conditions,
  forbiddenHost,
  operations,
  type Condition,
  type ConditionName,
  type Operation,
  type Outcome,
} from './server-errors/conditions';
import { judge } from './server-errors/judge';

/** How the servers of a driver say things, where a bare status is not their way. */
export interface ServerDialect {
  /** Values of the configuration that `open` uses and nobody may ever see. */
  readonly secrets: readonly string[];
  /** Found in every sentence that isn't about a missing object: which place it is; the address by default. */
  readonly where?: RegExp;
  /** Replies to requests that aren't those in question: a token, a look for a folder. Nothing: it is in question. */
  before?(request: RecordedRequest, operation: Operation): ScriptedReply | undefined;
  /** How it says this. Nothing: by the bare status, or the reply itself. */
  says?(condition: ConditionName, request: RecordedRequest): ScriptedReply | undefined;
  /** Other outcomes than those of `conditions.ts`. */
  readonly outcomes?: Partial<Record<ConditionName, Partial<Record<Operation, readonly Outcome[]>>>>;
}

const key = 'project/backup.tar';

const does: Record<Operation, (storage: Storage) => Promise<unknown>> = {
  stat: (storage) => storage.stat(key),
  get: async (storage) => readAll(await storage.get(key, { range: askedRange })),
  list: async (storage) => {
    for await (const object of storage.list('project/')) void object;
  },
  delete: (storage) => storage.delete(key),
  upload: (storage) => putBuffer(storage, key, bodyOf(100)),
};

/**
 * The server-error family of the conformance suite: whatever a server says or doesn't say, a driver tells by the contract's kinds, in a
 * sentence, with a next step, without a secret, and follows no redirect.
 * @param open the driver, for a server at that URL (no slash at its end), with limits so short that silence is found out at once.
 */
export function describeServerErrors(
  name: string,
  open: (url: string, connect: OutgoingConnect) => Promise<Storage>,
  dialect: ServerDialect,
): void {
  const cases = Object.entries(conditions as Record<ConditionName, Condition>).flatMap(([which, condition]) =>
    (condition.operations ?? operations).map((operation) => {
      const condition_ = which as ConditionName;
      const outcomes =
        dialect.outcomes?.[condition_]?.[operation] ?? condition.otherwise?.[operation] ?? condition.outcomes;
      return { which: condition_, title: condition.title, operation, condition, outcomes };
    }),
  );

  describe(`errors of a server of ${name}`, () => {
    it.each(cases)('$title to $operation', async ({ which, operation, condition, outcomes }) => {
      const server = await scriptedHttp(
        (request) => dialect.before?.(request, operation) ?? dialect.says?.(which, request) ?? condition.reply,
      );
      const sockets = countedConnect();
      const storage = await open(server.url, sockets.connect);
      try {
        const thrown: unknown = await does[operation](storage).then(
          () => undefined,
          (cause: unknown) => cause,
        );
        const { secrets, where = /127\.0\.0\.1/ } = dialect;
        const { retryAfterSeconds } = condition;
        expect(judge(thrown, { outcomes, secrets, where, retryAfterSeconds })).toEqual([]);
        expect(sockets.targets.filter((target) => target.includes(forbiddenHost))).toEqual([]);
        expect(server.requests).not.toEqual([]);
      } finally {
        await storage.close();
        await server.stop();
      }
      await sockets.emptied();
    });

    it.each([301, 302, 303, 307])(`${rules.redirects} (%s)`, async (status) => {
      const headers = { location: `http://${forbiddenHost}/latest/meta-data/` };
      const server = await scriptedHttp((request) => dialect.before?.(request, 'stat') ?? { status, headers });
      const sockets = countedConnect();
      const storage = await open(server.url, sockets.connect);
      try {
        expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'invalid-config', retriable: false });
        expect(new Set(sockets.targets)).toEqual(new Set([`127.0.0.1:${server.port}`]));
      } finally {
        await storage.close();
        await server.stop();
      }
    });
  });
}
