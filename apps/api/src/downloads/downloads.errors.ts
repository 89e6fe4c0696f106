import { defineErrors, failWith } from '../errors/api-error';

export const downloadErrors = defineErrors({
  LINK_INVALID: {
    status: 403,
    title: 'Link not valid',
    when: 'The download link was never made, or was changed on its way.',
  },
  LINK_EXPIRED: {
    status: 410,
    title: 'Link expired',
    when: 'The download link is older than an hour, was used up or revoked, or whoever made it has no login session or API token any more that may download.',
  },
  LINK_NOT_FOUND: {
    status: 404,
    title: 'No such link',
    when: 'A download link is to be revoked that was never made, or that somebody else made.',
  },
  PREFETCH_REFUSED: {
    status: 403,
    title: 'Prefetch refused',
    when: 'A browser asks ahead of a click (Purpose or Sec-Purpose: prefetch); nothing is consumed.',
  },
  PROXY_TOO_OLD: {
    status: 505,
    title: 'Proxy speaks HTTP/1.0',
    when: 'A direct backup came through HTTP/1.0, where a download that breaks off looks complete.',
  },
  NO_STORED_COPY: {
    status: 409,
    title: 'No stored copy',
    when: 'The backup has no copy that can be downloaded: none is stored, or it is being deleted.',
  },
  COPY_DAMAGED: {
    status: 502,
    title: 'Copy not readable',
    when: 'The destination does not give the copy as it was stored: it is missing, shorter, longer or changed.',
  },
  DIRECT_NOT_STARTED: {
    status: 422,
    title: 'Backup did not start',
    when: 'A direct backup failed before its first byte; `reason` has the code of the run.',
  },
  DIRECT_ELSEWHERE: {
    status: 503,
    title: 'Another process makes it',
    when: 'The service has several processes, and a load balancer brought the download of a direct backup to one that does not make it.',
  },
  DIRECT_NOT_RESTARTABLE: {
    status: 422,
    title: 'Can not begin anew',
    when: 'The connection to the database was lost after a direct backup had begun to flow: the backup has failed with this code.',
  },
  TOO_MANY_DOWNLOADS: {
    status: 429,
    title: 'Too many downloads',
    when: 'As many downloads run as the service allows at once.',
  },
});

export const fail = failWith(downloadErrors);
