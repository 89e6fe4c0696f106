// Finds the few colours that a picture of a screen is made of.

/** @typedef {{ colors: readonly number[], indexes: Uint8Array }} Indexed */

/**
 * Exact where there are few enough colours; else similar ones become one, rare ones first.
 * @param {import('./read.mjs').Picture} picture @param {number} most at most 256
 * @returns {Indexed}
 */
export function indexed({ pixels }, most) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const groups = grouped([...counts], most);
  const place = new Map(groups.flatMap(({ members }, index) => members.map((color) => [color, index])));
  return {
    colors: groups.map(({ color }) => color),
    indexes: Uint8Array.from(pixels, (pixel) => place.get(pixel) ?? 0),
  };
}

/** Median cut: the group that differs most is split at its middle, until there are enough. @param {[number, number][]} colors with their counts */
function grouped(colors, most) {
  let boxes = [colors];
  while (boxes.length < most) {
    const widest = boxes
      .map(spreadOf)
      .reduce((best, spread, n, all) => (spread.weight > all[best].weight ? n : best), 0);
    const spread = spreadOf(boxes[widest]);
    if (spread.weight === 0) break;
    boxes.splice(widest, 1, ...split(boxes[widest], spread.channel));
  }
  return boxes.map((box) => ({ color: mainOf(box), members: box.map(([color]) => color) }));
}

const channels = [16, 8, 0];
const valueOf = (color, channel) => (color >> channel) & 0xff;

function spreadOf(box) {
  let best = { channel: 0, weight: 0 };
  for (const channel of channels) {
    let [low, high] = [255, 0];
    for (const [color] of box) {
      const value = valueOf(color, channel);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const pixels = Math.sqrt(box.reduce((sum, [, count]) => sum + count, 0));
    const weight = (high - low) ** 2 * pixels;
    if (weight > best.weight) best = { channel, weight };
  }
  return best;
}

/** At the middle of the range, so that the few strong colours among many of the background are not lost. */
function split(box, channel) {
  const values = box.map(([color]) => valueOf(color, channel));
  const middle = (values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2;
  return [
    box.filter(([color]) => valueOf(color, channel) <= middle),
    box.filter(([color]) => valueOf(color, channel) > middle),
  ];
}

/** The colour that most pixels have: surfaces stay exactly what they are. */
const mainOf = (box) => box.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
