import type { DriverContext } from '../../../driver';
import type { Storage } from '../../../storage';
import { countedConnect, type CountedConnect } from '../../../testing/counted-connect';
import { GoogleDouble } from '../../../testing/google';
import type { DriveFile } from '../../../testing/google/drive/drive-file';
import type { StorageUnderTest } from '../../../testing/conformance/under-test';
import { faultProxy, type FaultProxy } from '../../../testing/servers/fault-proxy';
import { openDrive, type DriveConfig } from '../open-drive';
import { fileScope } from '../sign-in';
import type { DriveTiming } from '../timing';

export const ada = 'ada@example.com';

/** Small chunks, and hardly a wait. */
export const quick: DriveTiming = {
  chunkBytes: 256 * 1024,
  delays: [1, 1, 1, 1],
  rivalDelays: [5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 5_120],
  limits: {},
};

export interface GooglePlace extends StorageUnderTest {
  readonly google: GoogleDouble;
  readonly config: DriveConfig;
  readonly context: DriverContext;
  readonly sockets: CountedConnect;
  /** What lies between. */
  readonly proxy: FaultProxy;
  /** Another program with the same settings, or others. */
  open(change?: Partial<DriveConfig>, timing?: Partial<DriveTiming>): Storage;
}

export interface PlaceOptions {
  /** Publishing status "Testing" of the client. */
  readonly testing?: boolean;
  readonly timing?: Partial<DriveTiming>;
  readonly change?: (google: GoogleDouble) => Partial<DriveConfig>;
}

/** An account that has signed in, with an empty Drive. */
export async function googlePlace(options: PlaceOptions = {}): Promise<GooglePlace> {
  const google = await GoogleDouble.start();
  const client = google.oauth.addClient({ testing: options.testing ?? false });
  const config: DriveConfig = {
    signInBy: 'account',
    clientId: client.id,
    clientSecret: client.secret,
    refreshToken: google.oauth.consent(client, ada, fileScope),
    ...options.change?.(google),
  };
  const sockets = countedConnect();
  const proxy = await faultProxy(google.port);
  const context: DriverContext = {
    connect: sockets.connect,
    localRoots: [],
    forbiddenRoots: [],
    endpoints: google.endpointsAt(proxy.port),
  };
  const opened: Storage[] = [];
  const open = (change: Partial<DriveConfig> = {}, timing: Partial<DriveTiming> = {}): Storage => {
    const storage = openDrive({ ...config, ...change }, context, { ...quick, ...options.timing, ...timing });
    opened.push(storage);
    return storage;
  };
  const storage = open();
  return {
    google,
    config,
    context,
    sockets,
    proxy,
    storage,
    open,
    reopen: (edit) => Promise.resolve(open(edit(config) as Partial<DriveConfig>)),
    leftovers: () => Promise.resolve(leftovers(google)),
    async dispose() {
      for (const one of opened) await one.close();
      await proxy.stop();
      await google.close();
    },
  };
}

const isPublished = ({ appProperties }: DriveFile): boolean =>
  [...appProperties.values()].some(({ stowbase }) => stowbase === 'object');

/** Everything in Drive that is neither a published object nor a folder: unfinished sessions, files that nobody published. */
export function leftovers(google: GoogleDouble): string[] {
  const sessions = [...google.uploads.sessions.values()].filter(({ file }) => file === null).map(({ id }) => id);
  const files = [...google.drive.files.values()].filter(
    (file) => file.content !== null && (!isPublished(file) || google.drive.isTrashed(file)),
  );
  return [...sessions, ...files.map(({ name }) => name)];
}
