import type { Request, Response } from 'express';
import { browserUpload, StorageError, type CreateOptions, type Upload } from '@stowbase/storage';
import type { ArchiveName } from '../backups/runner/run-copy';
import { AwaitedUpload } from './awaited-upload';

/** One backup that runs into a browser: the run on one side, the response on the other, whichever comes first. */
export class DirectBackup {
  private upload: { awaited: AwaitedUpload; archive: ArchiveName; options: CreateOptions } | null = null;
  private browser: { request: Request; response: Response } | null = null;

  constructor(readonly backupId: string) {}

  /** For the runner: see `OpenBrowser`. */
  readonly open = (archive: ArchiveName, restart: number, options: CreateOptions): Promise<Upload> => {
    if (restart > 0 && (this.upload?.awaited.hasBegun === true || this.browser !== null)) {
      return Promise.reject(
        new StorageError(
          'cancelled',
          'The database connection was lost after the download had begun, and a download can not begin anew.',
          'Delete the unfinished file and start the backup again.',
        ),
      );
    }
    this.upload = { awaited: new AwaitedUpload(), archive, options };
    return Promise.resolve(this.upload.awaited);
  };

  get fileName(): string | null {
    return this.upload?.archive.fileName ?? null;
  }

  /** The browser's only GET. Sends the head; the archive follows. */
  connect(request: Request, response: Response): void {
    const { upload } = this;
    if (upload === null) throw new Error('a direct backup is connected before it is ready');
    const { fileName } = upload.archive;
    this.browser = { request, response };
    setHead(response, fileName);
    response.flushHeaders();
    const reset = (): void => {
      // `end()` looks complete everywhere, `destroy()` alone behind some proxies.
      request.socket.resetAndDestroy();
    };
    upload.awaited.connect(() => browserUpload(fileName, { body: response, reset }, upload.options));
  }
}

/** No length: nobody knows it yet. */
export function setHead(response: Response, fileName: string): void {
  response.set({
    'content-type': 'application/x-tar',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  response.attachment(fileName);
}
