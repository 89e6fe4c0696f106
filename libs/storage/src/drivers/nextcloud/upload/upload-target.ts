import type { DavClient } from '../dav-client';
import type { DavLimits } from '../dav-limits';

/** One object on its way. */
export interface UploadTarget {
  readonly dav: DavClient;
  readonly limits: DavLimits;
  readonly key: string;
  readonly target: URL;
  /** Beside it, with a name that no list shows. */
  readonly temp: URL;
  /** Its folder among the uploads of Nextcloud; null on a plain server. */
  readonly chunks: URL | null;
  /** Requests end with it. */
  readonly ended: AbortSignal;
  readonly sizeHint: number | undefined;
  /** Called when it was published or discarded. */
  readonly over: () => void;
}
