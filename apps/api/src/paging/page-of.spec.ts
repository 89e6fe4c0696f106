import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../database/open-database';
import { describePaging } from './testing/describe-paging';

describe('pages of a list (SQLite) (P-API-1)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-paging-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describePaging(() => openDatabase({ engine: 'sqlite', folder }));
});
