import type { AnyDriver } from './driver';
import { browserDownload } from './drivers/browser-download/browser-download';
import { googleDrive } from './drivers/google-drive/google-drive';
import { localMapped } from './drivers/local-mapped/local-mapped';
import { nextcloud } from './drivers/nextcloud/nextcloud';
import { s3 } from './drivers/s3/s3';

/** Every type of storage: a folder in `drivers/`, and a line here. */
export const drivers: readonly AnyDriver[] = [localMapped, s3, googleDrive, nextcloud, browserDownload];
