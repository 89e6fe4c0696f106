import { defineDriver } from '../../driver';
import { StorageError } from '../../storage-error';

/** The fifth destination: the archive goes straight into a response, and nothing of it stays on the server. */
export const browserDownload = defineDriver({
  type: 'browser_download',
  title: 'Download in the browser',
  summary: 'The backup is streamed to your browser and kept nowhere else.',
  envPrefix: 'BROWSER_DOWNLOAD',
  fields: [],
  capabilities: { ranges: false, conditions: false, versions: false, locks: false, usage: false, maxObjectBytes: null },
  stored: false,
  open: () =>
    Promise.reject(
      new StorageError(
        'invalid-config',
        'A download in the browser keeps nothing, so there is no storage to open.',
        'Choose it for a single backup instead.',
      ),
    ),
});
