import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianSource } from './debian-source.mjs';

describe('where this machine gets Debian 12 from', () => {
  /** @type {string} */
  let etc;
  beforeEach(() => {
    etc = mkdtempSync(join(tmpdir(), 'stowbase-apt-spec-'));
    mkdirSync(join(etc, 'sources.list.d'));
  });
  afterEach(() => rmSync(etc, { recursive: true, force: true }));

  it('is read from stanzas, past disabled ones and other suites', () => {
    const stanzas = [
      'Types: deb\nURIs: https://off.example/debian\nSuites: bookworm\nComponents: main\nEnabled: no',
      'Types: deb\nURIs: https://security.example/debian\nSuites: bookworm-security\nComponents: main',
      '# a comment\nTypes: deb\nURIs: https://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main contrib\nSigned-By: /usr/share/keyrings/k.gpg',
    ];
    writeFileSync(join(etc, 'sources.list.d/debian.sources'), `${stanzas.join('\n\n')}\n`);
    expect(debianSource(etc)).toEqual({
      uri: 'https://mirror.example/debian',
      options: '[signed-by=/usr/share/keyrings/k.gpg] ',
    });
  });

  it('is read from one-line sources', () => {
    writeFileSync(
      join(etc, 'sources.list'),
      '# deb https://old.example bookworm main\ndeb [arch=amd64] https://mirror.example/debian bookworm main\n',
    );
    expect(debianSource(etc)).toEqual({ uri: 'https://mirror.example/debian', options: '[arch=amd64] ' });
  });

  it('is nowhere on another distribution', () => {
    writeFileSync(join(etc, 'sources.list'), 'deb https://mirror.example/ubuntu noble main\n');
    expect(debianSource(etc)).toBeNull();
  });
});
