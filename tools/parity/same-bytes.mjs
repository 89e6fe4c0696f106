// Are two outputs the same, byte for byte?

/**
 * @param {Buffer} theirs @param {Buffer} ours
 * @returns {string | null} where they part, or null when every byte is equal
 */
export function firstDifference(theirs, ours) {
  if (theirs.equals(ours)) return null;
  const length = Math.min(theirs.length, ours.length);
  let at = 0;
  while (at < length && theirs[at] === ours[at]) at += 1;
  const line = theirs.subarray(0, at).toString('latin1').split('\n').length;
  return [
    `they differ from byte ${at} on, in line ${line} (${theirs.length} and ${ours.length} bytes)`,
    `  CLI:      ${around(theirs, at)}`,
    `  Stowbase: ${around(ours, at)}`,
  ].join('\n');
}

/** @param {Buffer} bytes @param {number} at */
function around(bytes, at) {
  const start = bytes.lastIndexOf(10, at - 1) + 1;
  return JSON.stringify(bytes.toString('utf8', Math.max(start, at - 60), at + 60));
}
