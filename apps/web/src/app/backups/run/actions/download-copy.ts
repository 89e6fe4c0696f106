import { DOCUMENT, inject, Injectable } from '@angular/core';
import { Api } from '../../../api/api';
import { createDownloadLink } from '../../../api/fn/downloads/create-download-link';

/** Downloads a stored copy by a plain link: the bytes come at once, and the browser can go on after a break. */
@Injectable({ providedIn: 'root' })
export class DownloadCopy {
  private readonly api = inject(Api);
  private readonly document = inject(DOCUMENT);

  /** @param copyId left out: the one stored last. @throws HttpErrorResponse, as `NO_STORED_COPY` */
  async begin(backupId: string, copyId?: string): Promise<void> {
    const body = copyId === undefined ? {} : { copyId };
    const { url, fileName } = await this.api.invoke(createDownloadLink, { id: backupId, body });
    const link = this.document.createElement('a');
    link.href = url;
    link.download = fileName;
    link.click();
  }
}
