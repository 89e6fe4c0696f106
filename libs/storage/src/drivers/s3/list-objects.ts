import { keyProblem } from '../../keys';
import type { StoredObject } from '../../storage';
import { toSeconds } from './head-object';
import { PageLimit } from './page-limit';
import type { S3Requests } from './s3-requests';
import { ListObjectsV2Command } from './sdk';

/** Every object whose key begins with the prefix. Left out is what can't have come from us: names that are no keys. */
export async function* listObjects(requests: S3Requests, prefix: string): AsyncGenerator<StoredObject> {
  const limit = new PageLimit(requests, 'list');
  let token: string | undefined;
  do {
    const input = {
      Bucket: requests.bucket,
      Prefix: prefix,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    };
    const page = await requests.ask('list', {}, (client, options) =>
      client.send(new ListObjectsV2Command(input), options),
    );
    // A page of HTML reads as a list of nothing: that would be "no backups here".
    const more = requests.demand(page.IsTruncated, 'list');
    for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
      const key = requests.demand(Key, 'list');
      if (keyProblem(key) !== null) continue;
      yield {
        key,
        size: requests.demand(Size, 'list'),
        etag: requests.demand(ETag, 'list'),
        modified: toSeconds(requests.demand(LastModified, 'list')),
      };
    }
    token = more ? requests.demand(page.NextContinuationToken, 'list') : undefined;
    if (token !== undefined) limit.pass(page.Contents?.length ?? 0, token);
  } while (token !== undefined);
}
