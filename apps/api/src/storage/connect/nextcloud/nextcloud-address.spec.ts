import { isOwnAddress, nextcloudAddress } from './nextcloud-address';

describe('H19 the address of a Nextcloud server', () => {
  it.each([
    ['https://cloud.example', 'https://cloud.example'],
    [' cloud.example/ ', 'https://cloud.example'],
    ['https://Cloud.Example:8443//', 'https://cloud.example:8443'],
    ['https://cloud.example/remote.php/dav', 'https://cloud.example'],
    ['https://cloud.example/remote.php/dav/files/ada/Backups', 'https://cloud.example'],
    ['https://cloud.example/nextcloud/', 'https://cloud.example/nextcloud'],
    ['https://cloud.example/nextcloud/index.php/apps/files/?dir=/', 'https://cloud.example/nextcloud'],
    ['https://cloud.example/apps/files', 'https://cloud.example'],
    ['https://cloud.example/login#x', 'https://cloud.example'],
    ['https://cloud.example/settings/user/security', 'https://cloud.example'],
    ['http://127.0.0.1:8080/f/12', 'http://127.0.0.1:8080'],
    ['https://cloud.example/sapps/', 'https://cloud.example/sapps'],
  ])('%s is %s', (written, address) => expect(nextcloudAddress(written)).toBe(address));

  it.each(['', 'ftp://cloud.example', 'file:///etc/passwd', 'https://', 'javascript:alert(1)'])(
    'is not %s',
    (written) => expect(() => nextcloudAddress(written)).toThrow('not an http:// or https:// URL'),
  );

  it('holds no login', () => expect(() => nextcloudAddress('https://ada:pw@cloud.example')).toThrow('user name'));
});

describe('P-CONNECT-8 an address that a server names', () => {
  it.each([
    ['https://cloud.example/login/v2/flow/x', true],
    ['https://cloud.example:443/x', true],
    ['http://cloud.example/x', false],
    ['https://cloud.example:444/x', false],
    ['https://cloud.example.thief.example/x', false],
    ['https://cloud.example@thief.example/x', false],
    ['https://thief@cloud.example/x', false],
    ['//thief.example/x', false],
    ['/login/v2/poll', false],
    ['javascript:alert(1)//https://cloud.example', false],
    [`https://cloud.example/${'x'.repeat(2_000)}`, false],
    [7, false],
    [undefined, false],
  ])('%s is its own: %s', (named, own) => expect(isOwnAddress('https://cloud.example', named)).toBe(own));
});
