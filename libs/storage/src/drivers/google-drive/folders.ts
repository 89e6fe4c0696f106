import { folderType } from './drive-file';
import type { DriveFiles } from './drive-files';
import { inFolder, isFolder, named, notTrashed } from './search-terms';

/**
 * Folders for the segments of a key, so that a person finds it in Drive. Nothing depends on them: names aren't unique there, and two
 * programs may make one each at the same moment. The older one is then used by both.
 */
export class Folders {
  readonly #making = new Map<string, Promise<string>>();

  constructor(private readonly files: DriveFiles) {}

  /** The id of the folder for a key, below the folder `top`; `root` is the mark of what lies there. */
  async of(top: string, root: string, key: string): Promise<string> {
    let parent = top;
    for (const name of key.split('/').slice(0, -1)) parent = await this.#child(root, parent, name);
    return parent;
  }

  /** One look and one making at a time for each, else uploads that begin together would make one each. */
  #child(root: string, parent: string, name: string): Promise<string> {
    const place = `${parent}/${name}`;
    const before = this.#making.get(place);
    if (before !== undefined) return before;
    const making = this.#foundOrMade(root, parent, name).finally(() => this.#making.delete(place));
    this.#making.set(place, making);
    return making;
  }

  async #foundOrMade(root: string, parent: string, name: string): Promise<string> {
    const terms = [notTrashed, isFolder, inFolder(parent), named(name)];
    const [there] = await this.files.all(terms);
    if (there !== undefined) return there.id;
    const appProperties = { stowbase: 'folder', root };
    const made = await this.files.create({ name, mimeType: folderType, parents: [parent], appProperties });
    const [first] = await this.files.all(terms);
    return first?.id ?? made.id;
  }
}
