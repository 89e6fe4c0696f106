import { bodyOf, never, rejection } from '../../testing/conformance/content';
import { ChunkSender } from './chunk-sender';
import { driveFile, type DriveFile } from './drive-file';
import type { Acknowledged, UploadSession } from './upload-session';

const now = '2026-11-28T04:00:00.000Z';
const file: DriveFile = driveFile({ id: '1x', name: 'x', size: '10', createdTime: now, modifiedTime: now });
const open = (bytes: number): Acknowledged => ({ is: 'open', bytes });
const finished: Acknowledged = { is: 'finished', file };
const lost: Acknowledged = { is: 'lost' };

/** A Google that says these things, one after the other, and notes what it got. */
function scripted(...answers: Acknowledged[]): { sender: ChunkSender; got: string[] } {
  const got: string[] = [];
  const answer = (): Promise<Acknowledged> => Promise.resolve(answers.shift() ?? lost);
  const session = {
    put: (body: Buffer, start: number, total: number | null) => {
      got.push(`${start}+${body.length}/${total ?? '*'}`);
      return answer();
    },
    ask: () => {
      got.push('?');
      return answer();
    },
  } as unknown as UploadSession;
  const options = { key: 'a.tar', delays: [0, 0], signal: never() };
  const restart = (): Promise<UploadSession> => Promise.resolve(void got.push('anew')).then(() => session);
  return { got, sender: new ChunkSender(session, { ...options, restart, finished: () => Promise.resolve(null) }) };
}

describe('P-DRIVE-3 what Google answers to a chunk', () => {
  it('goes on behind what it has, and tells the length with the last bytes', async () => {
    const { sender, got } = scripted(open(4), open(10), finished);
    await sender.more(bodyOf(10));
    expect(await sender.last(bodyOf(3), 13)).toBe(file);
    expect(got).toEqual(['0+10/*', '4+6/*', '10+3/13']);
  });

  it('tells the length once more when all is there and nothing was made of it', async () => {
    const { sender, got } = scripted(open(3), finished);
    await sender.last(bodyOf(3), 3);
    expect(got).toEqual(['0+3/3', '3+0/3']);
  });

  it.each<[string, Acknowledged, string]>([
    ['that it has less than it had', open(9), 'lost the upload'],
    ['that it has more than was sent', open(21), 'more than were sent'],
    ['that it is whole, which nobody said', finished, 'before it was whole'],
    ['that it knows nothing of it', lost, 'after 10 bytes'],
  ])('says %s: that copy ends', async (_title, answer, words) => {
    const { sender } = scripted(open(10), answer);
    await sender.more(bodyOf(10));
    expect(await rejection(sender.more(bodyOf(10)))).toMatchObject({
      message: expect.stringContaining(words) as string,
    });
  });

  it('has forgotten some of what is still in memory: it gets that again', async () => {
    const { sender, got } = scripted(open(8), open(4), open(10));
    await sender.more(bodyOf(10));
    expect(got).toEqual(['0+10/*', '8+2/*', '4+6/*']);
  });

  it('says again and again that it has nothing new: that ends, too', async () => {
    const { sender, got } = scripted(...Array<Acknowledged>(9).fill(open(0)));
    expect(await rejection(sender.more(bodyOf(10)))).toMatchObject({ kind: 'unreachable' });
    expect(got).toEqual(['0+10/*', '0+10/*', '0+10/*']);
  });

  it('that it knows nothing of the first chunk: it gets all of it anew', async () => {
    const { sender, got } = scripted(open(4), lost, open(10));
    await sender.more(bodyOf(10));
    expect(got).toEqual(['0+10/*', '4+6/*', 'anew', '0+10/*']);
  });
});
