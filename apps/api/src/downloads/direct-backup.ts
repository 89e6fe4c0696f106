import type { Request, Response } from 'express';
import { browserUpload, type CreateOptions, type Upload } from '@stowbase/storage';
import type { ArchiveName } from '../backups/runner/run-copy';
import { AwaitedUpload } from './awaited-upload';
import { fail } from './downloads.errors';

interface Source {
  readonly upload: AwaitedUpload;
  readonly archive: ArchiveName;
  readonly options: CreateOptions;
}

interface Browser {
  readonly request: Request;
  readonly response: Response;
  /** True: its head was sent, and the archive follows. False: the backup has ended, and nothing was sent. */
  readonly served: PromiseWithResolvers<boolean>;
}

/** One backup that runs into a browser: the run on one side, the response on the other, whichever comes first. */
export class DirectBackup {
  private source: Source | null = null;
  private browser: Browser | null = null;
  private begun = false;
  private reset = false;
  private ended = false;

  /** The browser has come, or may not any more. */
  get isTaken(): boolean {
    return this.browser !== null;
  }

  /** The connection was cut from here: that the browser is gone says nothing about it. */
  get wasReset(): boolean {
    return this.reset;
  }

  get fileName(): string {
    return this.source?.archive.fileName ?? 'backup.tar';
  }

  /** For the runner: see `OpenBrowser`. */
  readonly open = (archive: ArchiveName, _restart: number, options: CreateOptions): Promise<Upload> => {
    if (this.begun) return Promise.reject(notRestartable());
    const upload = new AwaitedUpload();
    this.source = { upload, archive, options };
    this.join();
    return Promise.resolve(upload);
  };

  /**
   * The browser's only GET. A dump that begins anew lets it wait. Resolves with true when the head was sent, with false when the backup
   * ended before: nothing was sent then.
   */
  connect(request: Request, response: Response): Promise<boolean> {
    // While its link was looked up in the records: nobody would tell the browser any more.
    if (this.ended) return Promise.resolve(false);
    this.browser = { request, response, served: Promise.withResolvers() };
    this.join();
    return this.browser.served.promise;
  }

  /** The run has ended. */
  over(): void {
    this.ended = true;
    this.browser?.served.resolve(false);
  }

  private join(): void {
    if (this.browser === null || this.source?.upload.isWaiting !== true) return;
    const { upload, archive, options } = this.source;
    const { request, response, served } = this.browser;
    const { socket } = request;
    this.begun = true;
    setDirectHead(response, archive.fileName);
    response.flushHeaders();
    const reset = (): void => {
      this.reset = true;
      // `end()` looks complete everywhere, `destroy()` alone behind some proxies.
      socket.resetAndDestroy();
    };
    upload.connect(browserUpload(archive.fileName, { body: response, reset }, options));
    served.resolve(true);
  }
}

/** Not `cancelled`: nobody wanted it to end. */
const notRestartable = (): Error =>
  fail(
    'DIRECT_NOT_RESTARTABLE',
    'The connection to the database was lost after the download had begun, and a download can not begin anew.',
    { nextStep: 'Delete the unfinished file and start the backup again.' },
  );

/** No length: nobody knows it yet. No ranges: what was sent is kept nowhere. */
export function setDirectHead(response: Response, fileName: string): void {
  response.set({
    'accept-ranges': 'none',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  response.attachment(fileName).type('application/x-tar');
}
