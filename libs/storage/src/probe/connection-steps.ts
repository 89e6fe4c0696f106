import { StorageError, type StorageErrorKind } from '../storage-error';
import { passed, skipped, warning, type ProbeStep } from './probe-step';

/** Kinds that only somebody who was reached can answer with. */
const answers: ReadonlySet<StorageErrorKind> = new Set([
  'not-found',
  'auth',
  'forbidden',
  'rate-limited',
  'quota',
  'locked',
]);

/** One request, for an object that can't exist, tells three things. */
export const connectionSteps: readonly ProbeStep[] = [
  {
    id: 'reach',
    needs: [],
    async run(place) {
      try {
        await place.storage.stat(place.keys.missing);
      } catch (cause) {
        if (!(cause instanceof StorageError && answers.has(cause.kind))) throw cause;
        place.answer = cause;
      }
      return passed('It answered.');
    },
  },
  {
    id: 'tls',
    needs: ['reach'],
    async run(place) {
      try {
        place.facts = (await place.storage.facts?.()) ?? null;
      } catch (cause) {
        // The next check tells it, and is the one to blame.
        if (!(cause instanceof StorageError && cause.kind === 'auth')) throw cause;
        return skipped('Not looked at: the credentials were refused first.');
      }
      switch (place.facts?.tls ?? null) {
        case 'verified':
          return passed('Encrypted, and the certificate was checked.');
        case 'none':
          return warning(
            'Not encrypted: whoever is in between can read the credentials.',
            'Use https, unless the storage is on this machine.',
          );
        case null:
          return skipped('There is no network connection to encrypt.');
      }
    },
  },
  {
    id: 'sign-in',
    needs: ['reach'],
    run(place) {
      const { answer } = place;
      if (answer === null) throw madeUp(place.keys.missing);
      if (answer.kind === 'not-found') return Promise.resolve(passed('The credentials were accepted.'));
      // Some stores answer so for whatever is missing when the credentials can't list.
      if (answer.kind !== 'forbidden') throw answer;
      return Promise.resolve(warning(answer.message, answer.nextStep));
    },
  },
];

const madeUp = (key: string): StorageError =>
  new StorageError(
    'unexpected',
    `The storage says that "${key}" exists, although nobody wrote it.`,
    'Check the address: this may be another service.',
  );
