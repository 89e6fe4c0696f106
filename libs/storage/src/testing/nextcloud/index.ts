export { NextcloudDouble, type NextcloudOptions } from './nextcloud-double';
export { davErrors } from './dav-error';
export type { Account } from './account';
