import prettyBytes from 'pretty-bytes';
import { passed, skipped, warning, type ProbeStep } from './probe-step';

/** Signatures of S3 and tokens of Google are refused from about here on. Milliseconds. */
const largestSkewMs = 5 * 60_000;

export const surroundingSteps: readonly ProbeStep[] = [
  {
    id: 'space',
    needs: ['sign-in'],
    async run(place) {
      place.usage = (await place.storage.usage?.()) ?? null;
      const free = place.usage?.free ?? null;
      if (free === null) return skipped('The storage does not say how much is free.');
      if (free === 0) return warning('Nothing is free any more.', 'Free some space, or choose another storage.');
      return passed(`${prettyBytes(free)} are free.`);
    },
  },
  {
    id: 'clock',
    needs: ['reach'],
    run(place) {
      const skew = place.facts?.clockSkewMs ?? null;
      if (skew === null) return Promise.resolve(skipped('The storage does not tell its time.'));
      if (Math.abs(skew) <= largestSkewMs) return Promise.resolve(passed('They differ by less than five minutes.'));
      return Promise.resolve(
        warning(
          `They differ by ${Math.round(Math.abs(skew) / 60_000)} minutes.`,
          'Set the clock of this machine by NTP.',
        ),
      );
    },
  },
];
