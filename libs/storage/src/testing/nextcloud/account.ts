import { randomBytes } from 'node:crypto';
import { Tree } from './tree';

export interface UploadFolder {
  readonly chunks: Map<string, Buffer>;
  /** Version 2 keeps where the file goes in the distributed cache; null: version 1 is at work, or the cache lost it. */
  target: string | null;
  readonly v2: boolean;
  touched: number;
  /** Being assembled: looks at it until that is done. */
  assembling: { looksLeft: number; finish: () => void } | null;
}

export interface AccountOptions {
  /** In the paths of WebDAV. */
  readonly id?: string;
  /** What somebody signs in with: with LDAP or an e-mail address it isn't the id (developer manual, LoginFlow). */
  readonly loginName?: string;
  readonly password?: string;
  readonly twoFactor?: boolean;
  /** Bytes; -3 for none (`quota-available-bytes` then says so), -2 for unknown. */
  readonly quota?: number;
}

/** One user, with files and unfinished uploads. */
export class Account {
  readonly id: string;
  readonly loginName: string;
  readonly password: string;
  readonly twoFactor: boolean;
  quota: number;
  readonly appPasswords = new Set<string>();
  readonly tree = new Tree();
  readonly uploads = new Map<string, UploadFolder>();

  constructor({ id = 'alice', loginName = id, password, twoFactor = false, quota = -3 }: AccountOptions = {}) {
    this.id = id;
    this.loginName = loginName;
    this.password = password ?? randomBytes(9).toString('hex');
    this.twoFactor = twoFactor;
    this.quota = quota;
  }

  /** Five groups of five (Settings › Security). */
  newAppPassword(): string {
    const made = Array.from({ length: 5 }, () => randomBytes(4).toString('hex').slice(0, 5)).join('-');
    this.appPasswords.add(made);
    return made;
  }

  accepts(name: string, password: string): boolean {
    if (name !== this.loginName && name !== this.id) return false;
    return this.appPasswords.has(password) || (password === this.password && !this.twoFactor);
  }

  /**
   * Bytes that still fit; negative where nobody knows or nothing limits. Unfinished uploads don't count
   * (lib/private/Files/Storage/Wrapper/Quota.php looks at `files/` only).
   */
  get free(): number {
    return this.quota < 0 ? this.quota : Math.max(0, this.quota - this.tree.size);
  }

  /** Free space below zero lets everything pass (Connector/Sabre/QuotaPlugin.php). */
  fits(bytes: number): boolean {
    return this.free < 0 || bytes <= this.free;
  }
}
