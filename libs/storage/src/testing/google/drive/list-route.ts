import { randomBytes } from 'node:crypto';
import type { Call, Reply } from '../call';
import { driveErrors } from '../google-error';
import type { Principal } from '../oauth/oauth-world';
import type { DriveFile } from './drive-file';
import type { DriveWorld } from './drive-world';
import { masked } from './field-mask';
import { fileResource } from './file-resource';
import { allDrives } from './file-routes';
import { searchQuery } from './search-query';

/** https://developers.google.com/workspace/drive/api/reference/rest/v3/files/list */
export class ListRoute {
  /** Fewer than asked for: "partial or empty result pages are possible even before the end of the files list has been reached". */
  mostPerPage = 1_000;
  /** The next list begins with a page of nothing. */
  emptyPageFirst = false;
  /** Each page behind the first leads to itself. */
  circles = false;
  /** Searches show things late: these are not in it yet, or still in it although they are gone. */
  readonly late = { missing: new Set<string>(), stale: new Map<string, DriveFile>() };
  /** "Whether the search process was incomplete": some shared drive didn't answer. */
  incomplete = false;
  readonly #pages = new Map<string, readonly DriveFile[]>();

  constructor(private readonly world: DriveWorld) {}

  /** "If the token is rejected for any reason, it should be discarded, and pagination should be restarted from the first page." */
  forgetPages(): void {
    this.#pages.clear();
  }

  list({ url }: Call, principal: Principal): Reply {
    const asked = url.searchParams;
    const size = Number(asked.get('pageSize') ?? 100);
    if (!Number.isInteger(size) || size < 1 || size > 1_000) throw driveErrors.invalid('pageSize');
    const given = asked.get('pageToken');
    const left = given === null ? this.#matching(url, principal) : this.#pages.get(given);
    if (left === undefined) throw driveErrors.invalid('pageToken');
    const length = this.emptyPageFirst && given === null ? 0 : Math.min(size, this.mostPerPage);
    const rest = left.slice(length);
    const page = {
      kind: 'drive#fileList',
      incompleteSearch: this.incomplete,
      files: left.slice(0, length).map((file) => fileResource(file, principal, this.world)),
      ...(rest.length === 0 ? {} : { nextPageToken: this.circles && given !== null ? given : this.#keep(rest) }),
    };
    return { status: 200, json: masked(page, asked.get('fields') ?? 'kind,incompleteSearch,nextPageToken,files') };
  }

  /** Trashed ones are among them unless the query says otherwise. Without an order newer ones come first. */
  #matching(url: URL, principal: Principal): DriveFile[] {
    const asked = url.searchParams;
    const matches = searchQuery(asked.get('q') ?? '');
    const everywhere = allDrives(url) && asked.get('includeItemsFromAllDrives') === 'true';
    const driveId = asked.get('driveId');
    if (driveId !== null && (asked.get('corpora') !== 'drive' || !everywhere)) throw driveErrors.invalid('driveId');
    if (driveId !== null && this.world.sharedDrives.get(driveId)?.members.has(principal.account) !== true) {
      throw driveErrors.notFound(driveId);
    }
    const order = asked.get('orderBy');
    if (order !== null && order !== 'createdTime') throw driveErrors.invalid('orderBy');
    const found = [...this.world.files.values(), ...this.late.stale.values()]
      .filter(({ id }) => !this.late.missing.has(id))
      .filter((file) => (driveId === null ? everywhere || file.driveId === null : file.driveId === driveId))
      .filter((file) => this.world.sees(file, principal))
      .filter((file) =>
        matches(file, {
          trashed: this.world.isTrashed(file),
          properties: file.appProperties.get(principal.app) ?? {},
        }),
      );
    return order === null ? found.reverse() : found;
  }

  #keep(rest: readonly DriveFile[]): string {
    const token = `~!!~${randomBytes(24).toString('base64url')}`;
    this.#pages.set(token, rest);
    return token;
  }
}
