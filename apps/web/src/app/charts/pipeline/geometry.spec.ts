import { bandWidth, flagSize, layOut, picture, type Layout, type Rect } from './geometry';
import type { BoxState, PipelineBox, PipelineView } from './pipeline-view';

const box = (id: string, flow: number | null = null, state: BoxState = 'running'): PipelineBox => ({
  id,
  title: id,
  state,
  first: '',
  second: '',
  flow,
});

const viewOf = (destinations: PipelineBox[], change: Partial<PipelineView> = {}): PipelineView => ({
  stages: [box('snapshot'), box('dump', 14), box('scan', 14), box('compress', 14), box('encrypt', 1.6)],
  destinations,
  bottleneck: null,
  caption: '',
  ...change,
});
const ends = (amount: number): PipelineBox[] => Array.from({ length: amount }, (_, index) => box(`to ${index}`, 1.6));

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const overlapping = ({ boxes }: Layout): [Rect, Rect][] =>
  boxes.flatMap((one, index) =>
    boxes.slice(index + 1).flatMap((other): [Rect, Rect][] => (overlap(one, other) ? [[one, other]] : [])),
  );
const outside = ({ boxes, width, height }: Layout): Rect[] =>
  boxes.filter(({ x, y, width: wide, height: high }) => x < 0 || y < 0 || x + wide > width || y + high > height);

describe('P-WEB-150 the picture of a run', () => {
  it('has bands as high as they are fast: 12 px for the fastest, never under 1.6, none where nothing flows', () => {
    expect(bandWidth(14, 14)).toBe(12);
    expect(bandWidth(7, 14)).toBe(6);
    expect(bandWidth(0.001, 14)).toBe(1.6);
    expect(bandWidth(0, 14)).toBeNull();
    expect(bandWidth(null, 14)).toBeNull();
  });

  it('is 960 × 248 with up to three destinations, stages 116 × 76 on one line, destinations 211 × 64 around it', () => {
    const { width, height, boxes, bands } = layOut(viewOf(ends(3)), 960);
    expect([width, height]).toEqual([picture.width, picture.height]);
    expect(boxes.slice(0, 5).map(({ x, y, width: wide }) => [x, y, wide])).toEqual(
      [1, 143, 285, 427, 569].map((x) => [x, 86, 116]),
    );
    expect(boxes.slice(5).map(({ x, y, height: high }) => [x, y, high])).toEqual(
      [14, 92, 170].map((y) => [748, y, 64]),
    );
    expect(bands.map(({ width: wide }) => wide)).toEqual([12, 12, 12, 1.6, 1.6, 1.6, 1.6]);
  });

  it.each([0, 1, 2, 3, 4, 5, 9])(
    'has room for every box with %d destinations, from the left and from the top',
    (amount) => {
      for (const width of [960, 880, 879, 600, 328, 260]) {
        const layout = layOut(viewOf(ends(amount)), width);
        expect(overlapping(layout)).toEqual([]);
        expect(outside(layout)).toEqual([]);
      }
    },
  );

  it('shows four of more destinations, first those that need a look, and says how many there are besides', () => {
    const all = [...ends(5), box('late', null, 'stalled'), box('broken', null, 'failed')];
    for (const width of [960, 328]) {
      const { boxes, more } = layOut(viewOf(all), width);
      expect(boxes.slice(5).map(({ box: { id } }) => id)).toEqual(['late', 'broken', 'to 0', 'to 1']);
      expect(more?.count).toBe(3);
    }
    expect(layOut(viewOf(ends(4)), 960).more).toBeNull();
  });

  it('turns where its texts would become smaller than 11 px: from top to bottom, as wide as the place', () => {
    const { width, boxes } = layOut(viewOf(ends(2)), 328);
    expect(width).toBe(328);
    expect(boxes.map(({ y }) => y)).toEqual([...boxes].map(({ y }) => y).sort((a, b) => a - b));
    expect(boxes.every(({ shape }) => shape === 'wide')).toBe(true);
    expect(12 * (880 / 960)).toBeGreaterThanOrEqual(11);
  });

  it('has one flag at most: above a stage it points down at it, at a destination it stands on its edge', () => {
    expect(layOut(viewOf(ends(2)), 960).flag).toBeNull();
    const above = layOut(viewOf(ends(2), { bottleneck: 'dump' }), 960);
    expect(above.flag).toEqual({ x: 143 + (116 - flagSize.width) / 2, y: 57, points: true });
    const at = layOut(viewOf(ends(3), { bottleneck: 'to 1' }), 960);
    const [, before, itself] = at.boxes.slice(4);
    expect(at.flag?.points).toBe(false);
    expect(at.flag!.y).toBeGreaterThanOrEqual(before!.y + before!.height);
    expect(at.flag!.y).toBeLessThan(itself!.y);
  });
});
