import fc from 'fast-check';
import { maxChunkBytes } from '../storage';
import { FanOut } from './fan-out';
import { Lane, type LaneResult } from './lane';
import { ScriptedUpload, settle } from './testing/scripted-upload';

const chunk = Buffer.alloc(maxChunkBytes);
const writes = 6;
const cap = 2 * maxChunkBytes;

type Fault = 'none' | 'write' | 'commit';
interface LanePlan {
  readonly fault: Fault;
  /** The write that fails. */
  readonly at: number;
  readonly abortFails: boolean;
}

const lanePlan: fc.Arbitrary<LanePlan> = fc.record({
  fault: fc.constantFrom<Fault>('none', 'write', 'commit'),
  at: fc.nat(writes - 1),
  abortFails: fc.boolean(),
});
/** After so many writes the run is cancelled by its signal, or aborted by its owner; or nothing of it. */
const ending = fc.record({ how: fc.constantFrom('commit', 'signal', 'abort'), after: fc.nat(writes) });

describe('P-STORE-3 a fan-out under every order of events', () => {
  it('a copy is stored only with every byte, each failure keeps its first cause, and no queue outgrows its cap', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(lanePlan, { minLength: 1, maxLength: 3 }),
        ending,
        async (s, plans, end) => {
          const run = new AbortController();
          const cancelled = new Error('cancelled');
          const uploads = plans.map(
            (plan, which) =>
              new ScriptedUpload({
                write: async (_chunk, index) => {
                  await s.schedule(Promise.resolve(), `lane ${which} write ${index}`);
                  if (plan.fault === 'write' && index === plan.at) throw causeOf(which);
                },
                commit: async () => {
                  await s.schedule(Promise.resolve(), `lane ${which} commit`);
                  if (plan.fault === 'commit') throw causeOf(which);
                },
                abort: async () => {
                  await s.schedule(Promise.resolve(), `lane ${which} abort`);
                  if (plan.abortFails) throw new Error('abort failed');
                },
              }),
          );
          const causes = plans.map(() => new Error('the upload failed'));
          const causeOf = (which: number): Error => causes[which]!;
          const lanes = uploads.map((upload, which) => new Lane(String(which), upload, cap));
          const fanOut = new FanOut(lanes, { signal: run.signal });

          const work = async (): Promise<LaneResult[] | Error> => {
            try {
              for (let count = 0; count < writes; count += 1) {
                if (end.how === 'signal' && end.after === count) run.abort(cancelled);
                if (end.how === 'abort' && end.after === count) await fanOut.abort(cancelled);
                await fanOut.write(chunk);
              }
              const committing = fanOut.commit({ size: writes * chunk.length, sha256: '' });
              if (end.how === 'signal' && end.after === writes) run.abort(cancelled);
              if (end.how === 'abort' && end.after === writes) await fanOut.abort(cancelled);
              return await committing;
            } catch (cause) {
              await fanOut.abort(cause);
              return cause as Error;
            }
          };
          const outcome = await s.waitFor(work());

          for (const [which, lane] of lanes.entries()) {
            const upload = uploads[which]!;
            expect(lane.peakQueuedBytes).toBeLessThanOrEqual(cap);
            const result = lane.result();
            if (result?.status === 'stored') {
              expect(plans[which]!.fault).toBe('none');
              expect(upload).toMatchObject({ commits: 1, bytes: writes * chunk.length, abortedWith: [] });
            } else {
              expect(result?.status).toBe('failed');
              expect(upload.abortedWith).toEqual([result?.cause]);
              expect([causeOf(which), cancelled, outcome]).toContain(result?.cause);
              expect(upload.commits).toBe(result?.cause === causeOf(which) && plans[which]!.fault === 'commit' ? 1 : 0);
            }
          }
          if (outcome instanceof AggregateError) expect(outcome.errors).toEqual(lanes.map(({ cause }) => cause));
          else if (outcome instanceof Error) expect(outcome).toBe(cancelled);
          if (end.how === 'commit' && plans.some(({ fault }) => fault === 'none')) {
            expect(Array.isArray(outcome)).toBe(true);
          }
          // Jest fails a test during which a rejection is not handled.
          await settle();
        },
      ),
      { numRuns: 1_500 },
    );
  }, 60_000);
});
