import type { HttpTestingController } from '@angular/common/http/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import fc from 'fast-check';
import { settled } from '../../../testing/settled';
import { masked } from '../../connection/masked-text';
import { aStoredProject } from '../testing/projects';
import { signedIn } from '../testing/signed-in';
import { bulkLines, bulkProjects, bulkSecrets } from './bulk-lines';
import { BulkPage } from './bulk-page';

const pooler = (port: number, password = 'first-pass'): string =>
  `postgresql://postgres.abcdefghijklmnopqrst:${password}@aws-0-eu-central-1.pooler.supabase.com:${port}/postgres`;

describe('P-WEB-241 several connection strings at once', () => {
  it('are never shown with a password, whatever stands before, between and in them', () => {
    const word = fc.string({ minLength: 8, maxLength: 20 }).filter((text) => /^[a-z0-9!%&()_]+$/i.test(text));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, fc.constantFrom('', 'shop = ', 'DATABASE_URL="')), { minLength: 1 }),
        (lines) => {
          const text = lines.map(([secret, before]) => `${before}postgresql://u:${secret}@db.example.com/d`).join('\n');
          const shown = masked(text, bulkSecrets(text));
          expect(shown).toHaveLength(text.length);
          for (const [secret] of lines) expect(shown).not.toContain(`:${secret}@`);
        },
      ),
    );
  });

  it('may have names before them, and get proposed ones', () => {
    const text = `shop = ${pooler(5432)}\n\nCRM_URL="postgresql://u:p@db.example.com/crm"\nexport X=postgresql://u:p@shop-db.example.com/postgres ;`;
    expect(bulkLines(text).map(({ number, name, problem }) => [number, name, problem])).toEqual([
      [1, 'shop', null],
      [3, 'CRM_URL', null],
      [4, 'export X', null],
    ]);
    expect(bulkLines(pooler(5432))[0]?.name).toBe('abcdefghijklmnopqrst');
    expect(bulkProjects(text)[1]?.connection.url).toBe('postgresql://u:p@db.example.com/crm');
  });

  it('go to the session pooler, and say so', () => {
    expect(bulkLines(pooler(6543))[0]).toMatchObject({ isRewritten: true, mode: 'Session pooler' });
    expect(bulkProjects(pooler(6543))[0]?.connection.url).toBe(pooler(5432));
  });

  describe('on their page', () => {
    let harness: RouterTestingHarness;
    let page: HTMLElement;
    let http: HttpTestingController;

    beforeEach(async () => {
      http = signedIn('owner', [{ path: '', component: BulkPage }]);
      harness = await RouterTestingHarness.create('/');
      page = harness.fixture.nativeElement as HTMLElement;
    });
    const texts = (): string => page.textContent ?? '';
    async function enter(text: string): Promise<void> {
      const field = page.querySelector('textarea')!;
      field.value = text;
      field.dispatchEvent(new Event('input'));
      await settled(harness.fixture);
    }

    it('are not sent while a line is wrong', async () => {
      await enter(`${pooler(5432)}\nnonsense`);
      expect(texts()).toContain('This is no connection string.');
      expect(texts()).toContain('Look at line 2 first.');
      page.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
      http.expectNone('/api/projects/bulk');
    });

    it('are checked one by one: what was added, what is there already, and why one was not', async () => {
      await enter(`shop = ${pooler(6543)}\n${pooler(5432, 'second-pass')}\nx = postgresql://u:third-pass@h/d`);
      page.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
      const request = http.expectOne('/api/projects/bulk');
      expect((request.request.body as { projects: object[] }).projects[0]).toEqual({
        name: 'shop',
        connection: { url: pooler(5432) },
      });
      request.flush({
        results: [
          { status: 'created', project: aStoredProject('shop'), problem: null },
          { status: 'exists', project: aStoredProject('old'), problem: null },
          { status: 'failed', project: null, problem: { detail: 'The host has no address.', nextStep: 'Check it.' } },
        ],
      });
      await settled(harness.fixture);
      expect(texts()).toContain('1 of 3 were added');
      expect(texts()).toContain('This database is a project already');
      expect(texts()).toContain('The host has no address. Check it.');
      expect(page.querySelector('a[href="/projects/shop"]')).not.toBeNull();
      expect(page.outerHTML).not.toMatch(/first-pass|second-pass|third-pass/);
    });
  });
});
