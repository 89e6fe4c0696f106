import { conformanceLine } from './conformance-line.mjs';

/** @param {string[]} ancestorTitles @param {string} [status] */
const test = (ancestorTitles, status = 'passed') => ({ ancestorTitles, status });

describe('P-CONF-1 the cases of the conformance suite', () => {
  it('are counted for each storage and server', () => {
    const assertionResults = [
      test(['P-STORE-1 every rule', 'the storage memory', 'uploads to memory']),
      test(['the storage memory']),
      test(['the storage S3 on Ceph radosgw']),
      test(['the storage S3 on Ceph radosgw'], 'failed'),
      test(['the storage S3 on Ceph radosgw'], 'pending'),
      test(['errors of a server of S3']),
      test(['something else']),
    ];
    expect(conformanceLine({ testResults: [{ assertionResults }] })).toBe(
      'Conformance: 5 cases on 3 storages and servers: memory 2, S3 on Ceph radosgw 1 of 2, S3 1',
    );
  });

  it('are not spoken of where none ran', () => {
    expect(conformanceLine({ testResults: [{ assertionResults: [test(['something else'])] }] })).toBeNull();
  });
});
