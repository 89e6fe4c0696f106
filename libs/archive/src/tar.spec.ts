import fc from 'fast-check';
import { blockBytes, readTarHeader, tarHeader } from './tar';

describe('reading a tar header', () => {
  it('judges any bytes: where a file was cut, its last blocks may hold anything', () => {
    const block = fc.uint8Array({ minLength: blockBytes, maxLength: blockBytes });
    fc.assert(fc.property(block, (bytes) => readTarHeader(Buffer.from(bytes)) === null));
  });

  it.each([0x81, 0xc3])('a number in an encoding that is none (%i) is no header', (first) => {
    const block = tarHeader({ name: 'END', size: 512, mtime: new Date(0) });
    for (const field of [100, 108, 116, 124, 136, 148]) {
      const changed = Buffer.from(block);
      changed[field] = first;
      expect(readTarHeader(changed)).toBeNull();
    }
  });
});
