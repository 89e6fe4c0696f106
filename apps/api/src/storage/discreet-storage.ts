import type { Storage, Upload } from '@stowbase/storage';

type Hide = (text: string) => string;

/**
 * The storage with its secrets taken out of every error: drivers keep them out, but a server may say them back, and what happens to a
 * backup is shown, logged and stored. The errors stay what they are.
 * @param hide of `hideSecrets`
 */
export function discreetStorage(storage: Storage, hide: Hide): Storage {
  const tell = (error: unknown): never => {
    hideInError(error, hide);
    throw error;
  };
  const discreet = (upload: Upload): Upload => ({
    write: (chunk) => upload.write(chunk).catch(tell),
    commit: (expected) => upload.commit(expected).catch(tell),
    abort: (cause) => upload.abort(cause),
  });
  const usage = storage.usage?.bind(storage);
  const unfinished = storage.unfinished?.bind(storage);
  const facts = storage.facts?.bind(storage);
  return {
    create: (key, options) => storage.create(key, options).then(discreet, tell),
    get: async (key, options) => {
      const body = await storage.get(key, options).catch(tell);
      return body.prependListener('error', (error) => hideInError(error, hide));
    },
    stat: (key) => storage.stat(key).catch(tell),
    list: (prefix) => told(storage.list(prefix), tell),
    delete: (key, options) => storage.delete(key, options).catch(tell),
    sweep: (key, state) => storage.sweep(key, state).catch(tell),
    close: () => storage.close(),
    ...(unfinished === undefined ? {} : { unfinished: (prefix) => told(unfinished(prefix), tell) }),
    ...(usage === undefined ? {} : { usage: () => usage().catch(tell) }),
    ...(facts === undefined ? {} : { facts: () => facts().catch(tell) }),
  };
}

async function* told<T>(list: AsyncIterable<T>, tell: (error: unknown) => never): AsyncGenerator<T> {
  try {
    yield* list;
  } catch (error) {
    tell(error);
  }
}

/** Its message, its stack, every other text of its own, and those of its causes. */
function hideInError(error: unknown, hide: Hide, depth = 0): void {
  if (!(error instanceof Error) || depth > 8) return;
  const texts = error as unknown as Record<string, unknown>;
  for (const name of new Set(['message', 'stack', ...Object.keys(texts)])) {
    const text = texts[name];
    if (typeof text !== 'string') continue;
    const hidden = hide(text);
    if (hidden !== text) Object.defineProperty(error, name, { value: hidden, configurable: true, writable: true });
  }
  hideInError(error.cause, hide, depth + 1);
  if (error instanceof AggregateError) for (const one of error.errors) hideInError(one, hide, depth + 1);
}
