export { startApache } from './apache';
export { startFauxqs } from './fauxqs';
export { faultProxy, type FaultProxy, type ProxyFault } from './fault-proxy';
export { httpFront, type HttpFront, type Treatment } from './http-front';
export { startNginx, startNginxProxy, type NginxProxyOptions } from './nginx';
export { everyRadosgw, startRadosgw } from './radosgw';
export { startRclone } from './rclone';
export type { S3Place, S3Server } from './s3-server';
export {
  scriptedHttp,
  type RecordedRequest,
  type Script,
  type ScriptedHttp,
  type ScriptedReply,
} from './scripted-http';
export type { WebdavPlace, WebdavServer } from './webdav-server';
