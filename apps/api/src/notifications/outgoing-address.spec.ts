import { Outgoing } from '../outgoing/outgoing';
import { namesOf } from '../outgoing/testing/network';
import { refusalOfAddress } from './outgoing-address';

describe('an address that is to be saved', () => {
  const names = namesOf({
    'inner.example': ['10.0.0.7'],
    'rebound.example': ['93.184.216.34', '127.0.0.1'],
    'public.example': ['93.184.216.34'],
  });
  const closed = new Outgoing({ allowPrivateNetworks: false, lookup: names.lookup });
  const open = new Outgoing({ allowPrivateNetworks: true, lookup: names.lookup });
  const code = async (through: Outgoing, host: string, encrypted = true): Promise<string | null> =>
    (await refusalOfAddress(through, { host, port: 443, encrypted }))?.code ?? null;

  it.each(['127.0.0.1', '::1', '10.1.2.3', '192.168.1.1', 'inner.example', 'rebound.example', '169.254.169.254'])(
    'H48 %s is refused while private networks are not allowed',
    async (host) => {
      expect(await code(closed, host)).toBe('ADDRESS_BLOCKED');
    },
  );

  it('H48 private ones may be used where that is allowed, a metadata service never, and http to the public never', async () => {
    expect(await code(open, 'inner.example')).toBeNull();
    expect(await code(open, 'inner.example', false)).toBeNull();
    expect(await code(open, '169.254.169.254')).toBe('ADDRESS_BLOCKED');
    expect(await code(closed, 'public.example')).toBeNull();
    expect(await code(closed, 'public.example', false)).toBe('INSECURE_URL');
  });

  it('one that can not be looked up now is no reason to refuse it: its test says so', async () => {
    expect(await code(closed, 'unknown.example')).toBeNull();
  });
});
