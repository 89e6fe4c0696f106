import { randomBytes } from 'node:crypto';

export interface FileNode {
  readonly body: Buffer;
  readonly etag: string;
  readonly modified: Date;
}
export type TreeNode = FileNode | 'folder';

/** The files of one account, by their path without a `/` at its ends; the account's own folder is ''. */
export class Tree {
  readonly #nodes = new Map<string, TreeNode>([['', 'folder']]);

  at(path: string): TreeNode | undefined {
    return this.#nodes.get(path);
  }

  fileAt(path: string): FileNode | undefined {
    const node = this.#nodes.get(path);
    return node === 'folder' ? undefined : node;
  }

  hasParent(path: string): boolean {
    return this.#nodes.get(parentOf(path)) === 'folder';
  }

  makeFolder(path: string): void {
    this.#nodes.set(path, 'folder');
  }

  put(path: string, body: Buffer): FileNode {
    // Nextcloud makes a new ETag with every write, also of the same bytes.
    const node = { body, etag: `"${randomBytes(16).toString('hex')}"`, modified: new Date() };
    this.#nodes.set(path, node);
    return node;
  }

  move(from: string, to: string): void {
    for (const [path, node] of [...this.#nodes]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.#nodes.delete(path);
      this.#nodes.set(to + path.slice(from.length), node);
    }
  }

  remove(path: string): void {
    for (const one of [...this.#nodes.keys()]) if (one === path || one.startsWith(`${path}/`)) this.#nodes.delete(one);
  }

  children(path: string): string[] {
    return [...this.#nodes.keys()].filter((one) => one !== '' && parentOf(one) === path);
  }

  /** Paths of all files, sorted. */
  files(): string[] {
    return [...this.#nodes].flatMap(([path, node]) => (node === 'folder' ? [] : [path])).sort();
  }

  /** Bytes. */
  get size(): number {
    return [...this.#nodes.values()].reduce((sum, node) => sum + (node === 'folder' ? 0 : node.body.length), 0);
  }
}

const parentOf = (path: string): string => path.split('/').slice(0, -1).join('/');
