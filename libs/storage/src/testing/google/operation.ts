import type { Operation } from './call';

/** What a request is, by its method and path; null for what the double doesn't know. */
export function operationOf(method: string, url: URL, contentRange: string | undefined): Operation | null {
  const path = url.pathname;
  if (path === '/o/oauth2/v2/auth') return method === 'GET' ? 'authorize' : null;
  if (path === '/token') return method === 'POST' ? 'token' : null;
  if (path === '/drive/v3/about') return method === 'GET' ? 'about' : null;
  if (path === '/upload/drive/v3/files') return uploadOperation(method, contentRange);
  if (path === '/drive/v3/files') {
    if (method === 'GET') return 'list';
    return method === 'POST' ? 'create' : null;
  }
  if (!/^\/drive\/v3\/files\/[^/]+$/.test(path)) return null;
  switch (method) {
    case 'GET':
      return url.searchParams.get('alt') === 'media' ? 'media' : 'get';
    case 'PATCH':
      return 'update';
    case 'DELETE':
      return 'delete';
    default:
      return null;
  }
}

function uploadOperation(method: string, contentRange: string | undefined): Operation | null {
  switch (method) {
    case 'POST':
      return 'start';
    case 'PUT':
      return contentRange === 'bytes */*' ? 'query' : 'chunk';
    case 'DELETE':
      return 'cancel';
    default:
      return null;
  }
}
