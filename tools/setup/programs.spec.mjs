import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumProgram } from './programs.mjs';

describe('the Chromium that tests start', () => {
  const before = { ...process.env };
  /** @type {string} */
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-path-spec-'));
    process.env['PATH'] = `/nowhere:${folder}`;
    delete process.env['STOWBASE_TEST_CHROMIUM'];
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true, force: true });
  });
  const put = (/** @type {string} */ name, mode = 0o755) => {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), mode);
  };

  it('is the one that is named', () => {
    put('chromium');
    process.env['STOWBASE_TEST_CHROMIUM'] = '/opt/chromium';
    expect(chromiumProgram()).toBe('/opt/chromium');
  });

  it('is the headless shell, else the whole browser, under either name', () => {
    put('chromium-browser');
    expect(chromiumProgram()).toBe(join(folder, 'chromium-browser'));
    put('chromium');
    expect(chromiumProgram()).toBe(join(folder, 'chromium'));
    put('chromium-headless-shell');
    expect(chromiumProgram()).toBe(join(folder, 'chromium-headless-shell'));
  });

  it('is none where there is only something that can not be started', () => {
    mkdirSync(join(folder, 'chromium'));
    put('chromium-headless-shell', 0o644);
    expect(chromiumProgram()).toBeNull();
  });
});
