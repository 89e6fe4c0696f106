import { connect, Socket, type TcpNetConnectOpts } from 'node:net';
import { Writable } from 'node:stream';
import { GoogleDouble, NextcloudDouble, scriptedHttp, type ScriptedHttp } from '@stowbase/storage/testing';
import { makeLog } from '../../../logging/log';
import { Guard } from '../../../outgoing/guard';
import { OUTGOING } from '../../../outgoing/outgoing.module';
import { namesOf } from '../../../outgoing/testing/network';
import { signIn, type ApiClient } from '../../../testing/api-client';
import { startTestApi, type TestApi } from '../../../testing/start-test-api';
import { s3ByBucket } from './s3-by-bucket';

/** A public address of the documentation of nobody: it is never connected to. */
const publicAddress = '93.184.216.34';

/** Names as a resolver gives them, one answer after the other. */
const names = {
  localhost: ['127.0.0.1'],
  'metadata.example.com': ['169.254.169.254'],
  'inner.example.com': [publicAddress, '10.0.0.5'],
  'public.example.com': [publicAddress],
  'rebinding.example.com': [[publicAddress], ['127.0.0.1']],
};

/** One service that may use private networks, with doubles of every provider, and one that may not. */
export interface StorageWorld {
  readonly api: TestApi;
  readonly owner: ApiClient;
  /** Private networks are closed to it. */
  readonly strict: TestApi;
  readonly strictOwner: ApiClient;
  readonly places: Readonly<Record<string, string>>;
  /** Connections that the strict one tried to open. */
  readonly tried: readonly string[];
  readonly s3: ScriptedHttp;
  /** Where a redirect of the S3 leads to. */
  readonly trap: ScriptedHttp;
  log(): string;
  close(): Promise<void>;
}

export async function startStorageWorld(): Promise<StorageWorld> {
  let written = '';
  const out = new Writable({
    write(chunk: Buffer, _, done) {
      written += chunk.toString();
      done();
    },
  });
  const log = makeLog('debug', out);
  const trap = await scriptedHttp({ status: 200, body: 'the secrets of a machine' });
  const s3 = await scriptedHttp(s3ByBucket(trap.url));
  const google = await GoogleDouble.start();
  const cloud = await NextcloudDouble.start({
    path: '/nextcloud',
    accounts: [{ id: 'ann' }, { id: 'tim', twoFactor: true }],
  });
  const api = await startTestApi({}, { storageEndpoints: google.endpoints }, log);
  const strict = await startTestApi({ ALLOW_PRIVATE_NETWORKS: '0' }, {}, log);
  const tried: string[] = [];
  const open = (options: TcpNetConnectOpts): Socket => {
    tried.push(String(options.host));
    return new Socket().destroy(Object.assign(new Error('connect ENETUNREACH'), { code: 'ENETUNREACH' }));
  };
  const closed = new Guard({ allowPrivateNetworks: false, lookup: namesOf(names).lookup, open });
  Object.assign(strict.app.get<object>(OUTGOING), { guard: closed });
  const here = new Guard({
    allowPrivateNetworks: true,
    lookup: namesOf(names).lookup,
    open: (options) => connect({ host: '127.0.0.1', port: options.port }),
  });
  Object.assign(api.app.get<object>(OUTGOING), { guard: here });
  return {
    ...{ api, strict, tried, s3, trap },
    owner: await signIn(api),
    strictOwner: await signIn(strict),
    places: {
      s3: s3.url,
      s3Host: hostOf(s3.url),
      trapHost: hostOf(trap.url),
      ...placesOfGoogle(google),
      ...placesOfCloud(cloud),
    },
    log: () => written,
    async close() {
      await Promise.all([api.close(), strict.close(), s3.stop(), trap.stop(), google.close(), cloud.close()]);
    },
  };
}

function placesOfGoogle(google: GoogleDouble): Record<string, string> {
  const client = google.oauth.addClient();
  const account = google.oauth.signedInAs;
  const refreshToken = google.oauth.consent(client, account, 'https://www.googleapis.com/auth/drive.file');
  const ended = google.oauth.consent(client, 'gone@example.com', 'https://www.googleapis.com/auth/drive.file');
  google.oauth.revoke('gone@example.com');
  const { keyFile } = google.oauth.addServiceAccount();
  const ours = (owner: string) => google.drive.addFolder(owner, 'Backups', undefined, client.id);
  const bin = ours(account);
  bin.trashed = true;
  const readOnly = ours('bob@example.com');
  readOnly.readers.add(account);
  return {
    ...{ clientId: client.id, clientSecret: client.secret, refreshToken, endedToken: ended, keyFile },
    otherType: JSON.stringify({ ...(JSON.parse(keyFile) as object), type: 'authorized_user' }),
    cutKeyFile: keyFile.slice(0, 900),
    binFolder: bin.id,
    readOnlyFolder: readOnly.id,
    strangersFolder: google.drive.addFolder(account, 'Somebody').id,
  };
}

function placesOfCloud(cloud: NextcloudDouble): Record<string, string> {
  const [ann, tim] = cloud.accounts;
  return {
    cloud: cloud.url,
    cloudHost: hostOf(cloud.url),
    annPassword: ann!.newAppPassword(),
    timPassword: tim!.password,
  };
}

const hostOf = (url: string): string => new URL(url).host;
