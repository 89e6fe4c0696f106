import { indexed } from './palette.mjs';
import { readPng } from './read.mjs';
import { writePng } from './write.mjs';

/** The same picture with at most 256 colours, and fewer where it would be larger than wanted. @param {Buffer} file @param {number} bytes */
export function smallPng(file, bytes) {
  const picture = readPng(file);
  for (const most of [256, 128, 64, 32]) {
    const small = writePng(picture, indexed(picture, most));
    if (small.length <= bytes) return small;
  }
  throw new Error(`The picture of ${picture.width} × ${picture.height} does not fit into ${bytes} bytes.`);
}
