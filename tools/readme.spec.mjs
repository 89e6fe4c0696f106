import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandMarks, readmeText } from '../libs/archive/src/readme.ts';

const root = join(import.meta.dirname, '..');

describe('the rescue section of README.md (P-RESCUE-1)', () => {
  it('has exactly the commands that an archive carries in its own README.txt', () => {
    const date = new Date('2026-11-24T02:30:00Z');
    const identity = { backupId: '0'.repeat(32), attempt: 1, projectSlug: 'shop', createdAt: date, snapshotAt: date };
    const text = readmeText({ identity, compression: { method: 'zstd', level: 3 }, encrypted: false });
    const { begin, end } = commandMarks.supabase;
    const carried = text.slice(text.indexOf(begin) + begin.length, text.indexOf(end, text.indexOf(begin)));
    const commands = carried
      .trim()
      .split('\n')
      .map((line) => line.replace(/ +# .*$/, '').replace(/\S+\.tar$/, '../FILE.tar'));
    const page = readFileSync(join(root, 'README.md'), 'utf8');
    const block = /```sh\n(set -eu\n[\s\S]*?)```/.exec(page)?.[1];
    expect(block?.trim().split('\n')).toEqual(commands);
  });

  it('names only files that exist', () => {
    const page = readFileSync(join(root, 'README.md'), 'utf8');
    const links = [...page.matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)].map((m) => m[1] ?? '');
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });
});
