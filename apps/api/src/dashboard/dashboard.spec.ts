import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../database/open-database';
import { describeDashboard } from './testing/describe-dashboard';

describe('P-DASHBOARD-20 P-DASHBOARD-21 the dashboard (SQLite)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-dashboard-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describeDashboard(() => openDatabase({ engine: 'sqlite', folder }));
});
