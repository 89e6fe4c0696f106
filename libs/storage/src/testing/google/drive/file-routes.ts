import { jsonOf, type Call, type Reply } from '../call';
import { driveErrors } from '../google-error';
import type { Principal } from '../oauth/oauth-world';
import { folderType, withinLimits, type DriveFile } from './drive-file';
import type { DriveWorld, NewFile } from './drive-world';
import { masked } from './field-mask';
import { defaultFields, fileResource } from './file-resource';

/** The calls for one file: https://developers.google.com/workspace/drive/api/reference/rest/v3/files */
export class FileRoutes {
  constructor(private readonly world: DriveWorld) {}

  get({ url }: Call, id: string, principal: Principal): Reply {
    return this.shown(this.world.find(id, principal, allDrives(url)), url, principal);
  }

  /** Metadata only: content goes to the upload address. */
  async create(call: Call, principal: Principal): Promise<Reply> {
    const given = this.newFile(await jsonOf(call), call.url, principal);
    const isFolder = given.mimeType === folderType;
    return this.shown(this.world.add(given, principal, isFolder ? null : Buffer.alloc(0)), call.url, principal);
  }

  /** PATCH: what isn't named stays; of `appProperties` each pair by itself, and null takes one away. */
  async update(call: Call, id: string, principal: Principal): Promise<Reply> {
    const file = this.world.find(id, principal, allDrives(call.url));
    if (this.world.accessOf(file, principal.account) === 'reader') throw driveErrors.noAccess(id);
    const { name, trashed, description, appProperties } = await jsonOf(call);
    if (typeof name === 'string') file.name = name;
    if (typeof description === 'string') file.description = description;
    if (typeof trashed === 'boolean') file.trashed = trashed;
    if (typeof appProperties === 'object' && appProperties !== null) {
      const merged = { ...file.appProperties.get(principal.app), ...(appProperties as Record<string, string | null>) };
      const left = Object.entries(merged).filter((pair): pair is [string, string] => pair[1] !== null);
      file.appProperties.set(principal.app, demandLimits(Object.fromEntries(left)));
    }
    this.world.touch(file);
    return this.shown(file, call.url, principal);
  }

  /** "If the file belongs to a shared drive, the user must be an organizer on the parent folder." */
  remove({ url }: Call, id: string, principal: Principal): Reply {
    const file = this.world.find(id, principal, allDrives(url));
    if (this.world.accessOf(file, principal.account) !== 'organizer') throw driveErrors.noAccess(id);
    this.world.remove(file);
    return { status: 204 };
  }

  /** "The fields parameter is required for this method": …/rest/v3/about/get */
  about({ url }: Call, principal: Principal): Reply {
    const fields = url.searchParams.get('fields');
    if (fields === null) throw driveErrors.bad("The 'fields' parameter is required for this method.");
    const { all, trash } = this.world.usedBy(principal.account);
    const limit = principal.isService ? 0 : this.world.limit;
    const storageQuota = {
      ...(limit === null ? {} : { limit: String(limit) }),
      usage: String(all),
      usageInDrive: String(all),
      usageInDriveTrash: String(trash),
    };
    const user = { kind: 'drive#user', emailAddress: principal.account };
    return { status: 200, json: masked({ kind: 'drive#about', user, storageQuota }, fields) };
  }

  /** Checked metadata of a file to be made. */
  newFile(metadata: Record<string, unknown>, url: URL, principal: Principal): NewFile {
    const { name = 'Untitled', mimeType = 'application/octet-stream', parents = [], description = '' } = metadata;
    const appProperties = (metadata['appProperties'] ?? {}) as Record<string, string>;
    const ids = parents as string[];
    // "A file can only have one parent folder; specifying multiple parents isn't supported."
    if (ids.length > 1) throw driveErrors.invalid('parents');
    for (const id of ids) {
      const parent = this.world.find(id, principal, allDrives(url));
      if (this.world.accessOf(parent, principal.account) === 'reader') throw driveErrors.noAccess(id);
    }
    return {
      name: String(name),
      mimeType: String(mimeType),
      parents: ids.map((id) => (id === 'root' ? this.world.rootOf(principal.account).id : id)),
      appProperties: demandLimits(appProperties),
      description: String(description),
    };
  }

  shown(file: DriveFile, url: URL, principal: Principal): Reply {
    const fields = url.searchParams.get('fields') ?? defaultFields;
    return { status: 200, json: masked(fileResource(file, principal, this.world), fields) };
  }
}

export const allDrives = (url: URL): boolean => url.searchParams.get('supportsAllDrives') === 'true';

function demandLimits(properties: Record<string, string>): Record<string, string> {
  if (!withinLimits(properties)) throw driveErrors.invalid('appProperties');
  return properties;
}
