import { applyChange, compareAcl, readAcl, type Acl } from './acl';
import { allBits, bitsText, nameBit } from './privilege-bits';

const texts = (acl: Acl): string[] =>
  [...acl].map(([grantee, { held, grantable }]) => `${grantee}: ${bitsText(held)} (${bitsText(grantable)})`);

describe('an ACL', () => {
  it('is read as PostgreSQL writes it, names of any characters and several grantors included', () => {
    const items = ['=r/postgres', 'anon=ar*w/postgres', 'anon=d/dev', '"Odd ""Role""=x/y"=X/postgres', 'a=/b'];
    expect(texts(readAcl(items))).toEqual([
      'public: SELECT ()',
      'anon: INSERT, SELECT, UPDATE, DELETE (SELECT)',
      'Odd "Role"=x/y: EXECUTE ()',
      'a:  ()',
    ]);
  });

  it('changes as GRANT and REVOKE change it', () => {
    const acl = readAcl(['postgres=arwdDxt/postgres']);
    const all = allBits('table', 150_000);
    const select = nameBit('SELECT');
    applyChange(acl, { grant: true, grantee: 'anon', bits: null, option: false }, all);
    applyChange(
      acl,
      { grant: false, grantee: 'anon', bits: nameBit('DELETE') | nameBit('TRUNCATE'), option: false },
      all,
    );
    applyChange(acl, { grant: true, grantee: 'dev', bits: select, option: true }, all);
    applyChange(acl, { grant: false, grantee: 'postgres', bits: null, option: false }, all);
    expect(texts(acl)).toEqual([
      'postgres:  ()',
      'anon: INSERT, SELECT, UPDATE, REFERENCES, TRIGGER ()',
      'dev: SELECT (SELECT)',
    ]);
    applyChange(acl, { grant: false, grantee: 'dev', bits: select, option: true }, all);
    expect(texts(acl).at(-1)).toBe('dev: SELECT ()');
  });

  it('knows that ALL on a table is more from PostgreSQL 17 on', () => {
    expect(bitsText(allBits('table', 160_004) ^ allBits('table', 170_000))).toBe('MAINTAIN');
    expect(allBits('schema', 170_000)).toBe(allBits('schema', 140_000));
  });

  it('differs by grantee and privilege, and not by the options that an owner has anyway', () => {
    const expected = readAcl(['owner=ar/owner', 'anon=r/owner', 'dev=r*/owner', 'same=w/owner']);
    const actual = readAcl(['owner=a*r*/owner', 'anon=rd/owner', 'dev=r/owner', 'same=w/other', '=r/owner']);
    expect(compareAcl(expected, actual, 'owner')).toEqual({
      missing: [{ grantee: 'dev', privileges: 'SELECT WITH GRANT OPTION' }],
      extra: [
        { grantee: 'anon', privileges: 'DELETE' },
        { grantee: 'PUBLIC', privileges: 'SELECT' },
      ],
    });
    expect(compareAcl(expected, expected, 'owner')).toEqual({ missing: [], extra: [] });
  });
});
