import { keyProblem } from '../../keys';
import type { UnfinishedUpload } from '../../storage';
import { toSeconds } from './head-object';
import { PageLimit } from './page-limit';
import type { S3Requests } from './s3-requests';
import { ListMultipartUploadsCommand } from './sdk';

/** Every multipart upload below the prefix that was begun and not ended, whoever began it: the store tells nothing but key and time. */
export async function* listUploads(requests: S3Requests, prefix: string): AsyncGenerator<UnfinishedUpload> {
  const limit = new PageLimit(requests, 'uploads');
  let after: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const input = { Bucket: requests.bucket, Prefix: prefix, ...after };
    const page = await requests.ask('uploads', {}, (client, options) =>
      client.send(new ListMultipartUploadsCommand(input), options),
    );
    const more = requests.demand(page.IsTruncated, 'uploads');
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      const key = requests.demand(Key, 'uploads');
      if (keyProblem(key) !== null) continue;
      const begun = toSeconds(requests.demand(Initiated, 'uploads'));
      yield { key, begun, state: { uploadId: requests.demand(UploadId, 'uploads') } };
    }
    if (!more) return;
    after = {
      KeyMarker: requests.demand(page.NextKeyMarker, 'uploads'),
      UploadIdMarker: requests.demand(page.NextUploadIdMarker, 'uploads'),
    };
    limit.pass(page.Uploads?.length ?? 0, JSON.stringify(after));
  }
}
