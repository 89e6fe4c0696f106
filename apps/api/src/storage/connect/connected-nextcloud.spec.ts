import { NextcloudDouble } from '@stowbase/storage/testing';
import { Canaries } from '../../testing/canary';
import type { DestinationTestDto } from '../destination-test.dto';
import type { SavedDestinationDto } from '../destination.dto';
import type { ConnectStateDto } from './connect-state.dto';
import type { NextcloudLoginDto } from './nextcloud/nextcloud-connect.dto';
import { startConnectWorld, type ConnectWorld } from './testing/connect-world';

const path = '/storage/destinations';

describe('P-CONNECT-13 a destination at a Nextcloud that was connected by its login page', () => {
  let cloud: NextcloudDouble;
  let world: ConnectWorld;
  const secrets = new Canaries();
  beforeAll(async () => {
    // The name to sign in with is not the one in its paths, and the account's own password would be refused.
    const account = { id: '7f2c', loginName: 'ada@example.org', twoFactor: true };
    cloud = await NextcloudDouble.start({ path: '/nextcloud', accounts: [account] });
    world = await startConnectWorld();
    const newAppPassword = cloud.account.newAppPassword.bind(cloud.account);
    cloud.account.newAppPassword = () => {
      const password = newAppPassword();
      secrets.add(`app password ${secrets.names.length}`, password);
      return password;
    };
  });
  afterAll(async () => {
    await world.close();
    await cloud.close();
  });

  /** @returns the id of its credentials */
  async function connect(url: string): Promise<string> {
    const { body: login } = await world.ask<NextcloudLoginDto>('POST /storage/connect/nextcloud', { url });
    cloud.login.grant(login.loginUrl, cloud.account);
    const { body } = await world.ask<ConnectStateDto>(`POST /storage/connect/nextcloud/${login.id}`);
    expect(body).toMatchObject({ status: 'done', connected: { account: cloud.account.loginName } });
    return body.connected!.credentialsId;
  }

  it('passes its test and is saved, from any address of that server, and nobody has seen a password', async () => {
    const credentialsId = await connect(`${cloud.url}/index.php/apps/files/`);
    const settings = { type: 'nextcloud', config: { url: `${cloud.url}/`, path: 'Backups' }, credentialsId };
    const tested = await world.ask<DestinationTestDto>(`POST ${path}/test`, settings);
    expect(tested.body.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(tested).toMatchObject({ status: 200, body: { valid: true } });
    const saved = await world.ask<SavedDestinationDto>(`POST ${path}`, { name: 'Cloud', ...settings });
    expect(saved).toMatchObject({
      status: 201,
      body: {
        validationStatus: 'valid',
        config: { url: cloud.url, username: cloud.account.loginName, path: 'Backups', password: { set: true } },
      },
    });
    expect(secrets.names).toHaveLength(1);
    expect(await world.leaks(secrets)).toEqual([]);
  });

  it('is connected again after its user has taken the access away', async () => {
    const { body } = await world.ask<{ items: SavedDestinationDto[] }>(`GET ${path}`);
    const { id, version } = body.items[0]!;
    cloud.account.appPasswords.clear();
    expect(await world.ask(`POST ${path}/${id}/test`)).toMatchObject({ status: 200, body: { valid: false } });
    const renewed = { version, credentialsId: await connect(cloud.url) };
    expect(await world.ask(`PATCH ${path}/${id}`, renewed)).toMatchObject({
      status: 200,
      body: { validationStatus: 'valid', config: { path: 'Backups' } },
    });
    expect(await world.ask(`POST ${path}/${id}/test`)).toMatchObject({ body: { valid: true } });
    expect(await world.leaks(secrets)).toEqual([]);
  });

  it('is not saved with another address than the one that gave the password', async () => {
    const credentialsId = await connect(cloud.url);
    const thief = await NextcloudDouble.start();
    const config = { url: thief.url };
    const reply = await world.ask(`POST ${path}`, { name: 'Elsewhere', type: 'nextcloud', config, credentialsId });
    expect(reply).toMatchObject({ status: 400, body: { field: 'config.url' } });
    expect(thief.calls).toEqual([]);
    await thief.close();
  });
});
