import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity } from '@stowbase/archive';
import { AuditEvent } from '../../accounts/audit-event.entity';
import { standardOptions } from '../backup-options';
import { Project } from '../../projects/project.entity';
import { apiToken, signIn, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { RecoveryKey } from '../recovery-key.entity';
import type { RecoveryKeyDto, UnprovenRecoveryKeyDto } from './recovery-key.dto';
import { RecoveryKeys } from './recovery-keys.service';

interface Problem {
  code: string;
  detail: string;
  nextStep: string;
  field?: string;
}

describe('recovery keys', () => {
  let api: TestApi;
  let owner: ApiClient;
  let folder: string;
  beforeAll(async () => {
    api = await startTestApi();
    owner = await signIn(api);
    folder = mkdtempSync(join(tmpdir(), 'stowbase-keys-'));
  });
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => api.database.write((manager) => manager.clear(RecoveryKey)));

  const stored = (): Promise<number> => api.database.read.count(RecoveryKey);
  const usedBy = (projectId: string): ReturnType<RecoveryKeys['forProject']> =>
    api.app.get(RecoveryKeys).forProject(projectId);

  async function addProject(): Promise<string> {
    const id = randomUUID();
    const name = `Shop ${id}`;
    await api.database.write((manager) =>
      manager.insert(Project, { ...projectValues, id, name, nameKey: name.toLowerCase() }),
    );
    return id;
  }

  async function add(recipient: string, more: object = {}): Promise<UnprovenRecoveryKeyDto> {
    const { status, body } = await owner.post<UnprovenRecoveryKeyDto>('/recovery-keys', {
      name: 'Safe',
      recipient,
      ...more,
    });
    expect(status).toBe(201);
    return body;
  }

  /** What the age command prints. */
  function open(key: UnprovenRecoveryKeyDto, identity: string): string {
    writeFileSync(join(folder, 'key.txt'), `# created by a test\n${identity}\n`, { mode: 0o600 });
    writeFileSync(join(folder, key.proof.fileName), key.proof.file);
    const [command, ...args] = key.proof.command.split(' ');
    return execFileSync(command!, args, { cwd: folder }).toString();
  }

  const prove = (id: string, answer: string, lostKeyUnderstood = true): ReturnType<ApiClient['post']> =>
    owner.post(`/recovery-keys/${id}/prove`, { answer, lostKeyUnderstood });

  describe('H40 what is no public key is refused, not stored and not repeated', () => {
    let identity: string;
    let recipient: string;
    beforeAll(async () => {
      ({ identity, recipient } = await generateIdentity());
    });

    it.each<[string, () => string, RegExp]>([
      ['nothing', () => '', /empty/],
      ['spaces', () => '  \n ', /empty/],
      ['a private key', () => identity, /That is the private key/],
      [
        'a whole key file',
        () => `# created: today\n# public key: ${recipient}\n${identity}\n`,
        /That is the private key/,
      ],
      ['a private key in lower case', () => identity.toLowerCase(), /That is the private key/],
      ['an SSH key', () => 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW', /SSH keys/],
      ['a bad checksum', () => recipient.slice(0, -1) + (recipient.endsWith('q') ? 'p' : 'q'), /mistyped/],
      ['a password', () => 'hunter2-canary', /no age public key/],
      ['several at once', () => Array.from({ length: 50 }, () => recipient).join('\n'), /50 recipients/],
    ])('%s', async (_, given, text) => {
      const { status, body } = await owner.post<Problem>('/recovery-keys', { name: 'Safe', recipient: given() });
      expect(status).toBe(400);
      expect(body).toMatchObject({ code: 'INVALID_RECIPIENT', field: 'recipient' });
      expect(body.detail).toMatch(text);
      expect(body.nextStep).not.toBe('');
      expect(await stored()).toBe(0);
      expect(JSON.stringify(body)).not.toMatch(/AGE-SECRET-KEY-1|hunter2|AAAAC3/i);
    });

    it('a private key as a name, or as the answer to a proof', async () => {
      const named = await owner.post<Problem>('/recovery-keys', { name: identity, recipient });
      expect(named.body).toMatchObject({ code: 'INVALID_RECIPIENT', field: 'name' });
      const key = await add(recipient);
      const renamed = await owner.patch<Problem>(`/recovery-keys/${key.id}`, { name: identity });
      expect(renamed.body).toMatchObject({ code: 'INVALID_RECIPIENT', field: 'name' });
      const answered = await prove(key.id, identity);
      expect(answered.body).toMatchObject({ code: 'INVALID_RECIPIENT', field: 'answer' });
      const rows = [await api.database.read.find(RecoveryKey), await api.database.read.find(AuditEvent)];
      expect(JSON.stringify(rows)).not.toContain(identity.slice(20, 40));
    });

    it('more than twenty of one project', async () => {
      const many = await Promise.all(Array.from({ length: 21 }, () => generateIdentity()));
      for (const one of many.slice(0, 20)) await add(one.recipient);
      const { status, body } = await owner.post('/recovery-keys', { name: 'Safe', recipient: many[20]!.recipient });
      expect(status).toBe(409);
      expect(body).toMatchObject({ code: 'TOO_MANY_RECOVERY_KEYS' });
    });
  });

  it('takes what key tools print: with space around it, or as a comment', async () => {
    const { recipient } = await generateIdentity();
    expect((await add(` ${recipient}\n`)).recipient).toBe(recipient);
    const other = await generateIdentity();
    expect((await add(`# public key: ${other.recipient}\n`)).recipient).toBe(other.recipient);
    const { status, body } = await owner.post('/recovery-keys', { name: 'Again', recipient });
    expect([status, body]).toEqual([409, expect.objectContaining({ code: 'RECOVERY_KEY_EXISTS' })]);
  });

  describe('H41 a key is used only after its owner has opened a proof and acknowledged what a lost key means', () => {
    it('the whole way, with the age command', async () => {
      const { identity, recipient } = await generateIdentity();
      const key = await add(recipient);
      const projectId = await addProject();
      expect(key).toMatchObject({
        status: 'unproven',
        used: false,
        notUsedBecause: expect.stringContaining('proven') as string,
      });
      expect(await usedBy(projectId)).toMatchObject({
        recipients: [],
        notice: expect.stringContaining('not encrypted') as string,
      });

      const answer = open(key, identity);
      const { status, body } = await prove(key.id, answer);
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'enabled', used: true, notUsedBecause: null });
      expect(await usedBy(projectId)).toEqual({ recipients: [recipient], notice: null });
    });

    it.each<[string, (answer: string) => [string, boolean], number, string]>([
      ['the box is not ticked', (answer) => [answer, false], 400, 'LOST_KEY_NOT_ACKNOWLEDGED'],
      ['the answer is wrong', (answer) => [answer.slice(1), true], 400, 'PROOF_WRONG'],
      ['there is no answer', () => ['', true], 400, 'PROOF_WRONG'],
    ])('not when %s', async (_, change, status, code) => {
      const { identity, recipient } = await generateIdentity();
      const key = await add(recipient);
      const reply = await prove(key.id, ...change(open(key, identity)));
      expect([reply.status, reply.body]).toEqual([status, expect.objectContaining({ code })]);
      expect(await usedBy(await addProject())).toMatchObject({ recipients: [] });
    });

    it('not by an API token: who has that one would be sent the key of the service, and with it all that is sealed', async () => {
      const { identity, recipient } = await generateIdentity();
      const key = await add(recipient);
      const body = { answer: open(key, identity), lostKeyUnderstood: true };
      const token = await apiToken(api, 'owner');
      expect((await token.post(`/recovery-keys/${key.id}/prove`, body)).status).toBe(403);
      expect(await usedBy(await addProject())).toMatchObject({ recipients: [] });
    });

    it('not by switching it on', async () => {
      const key = await add((await generateIdentity()).recipient);
      const { status, body } = await owner.patch(`/recovery-keys/${key.id}`, { enabled: true });
      expect([status, body]).toEqual([409, expect.objectContaining({ code: 'RECOVERY_KEY_NOT_PROVEN' })]);
      expect(await usedBy(await addProject())).toMatchObject({ recipients: [] });
    });

    it('another proof makes the one before void', async () => {
      const { identity, recipient } = await generateIdentity();
      const first = await add(recipient);
      const answer = open(first, identity);
      const { body: second } = await owner.post<UnprovenRecoveryKeyDto>(`/recovery-keys/${first.id}/proof`);
      expect((await prove(first.id, answer)).body).toMatchObject({ code: 'PROOF_WRONG' });
      expect((await prove(first.id, open(second, identity))).status).toBe(200);
      expect((await prove(first.id, answer)).body).toMatchObject({ code: 'RECOVERY_KEY_PROVEN' });
    });
  });

  it('P-RECOVERY-KEYS-1 a project’s own keys take the place of those for all projects, when they are proven', async () => {
    const [own, general] = await Promise.all([generateIdentity(), generateIdentity()]);
    const [projectId, another] = await Promise.all([addProject(), addProject()]);
    const forAll = await add(general.recipient);
    await prove(forAll.id, open(forAll, general.identity));
    const forOne = await add(own.recipient, { projectId });
    expect((await usedBy(projectId)).recipients).toEqual([general.recipient]);
    await prove(forOne.id, open(forOne, own.identity));
    expect((await usedBy(projectId)).recipients).toEqual([own.recipient]);
    expect((await usedBy(another)).recipients).toEqual([general.recipient]);

    await owner.patch(`/recovery-keys/${forOne.id}`, { enabled: false });
    expect((await usedBy(projectId)).recipients).toEqual([general.recipient]);
    expect((await owner.delete(`/recovery-keys/${forAll.id}`)).status).toBe(204);
    // Nobody is to learn from a stolen file that the keys were off.
    expect(await usedBy(projectId)).toEqual({
      recipients: [],
      notice: expect.stringMatching(/not encrypted: .* is switched off/) as string,
    });
    const { body } = await owner.get<{ items: RecoveryKeyDto[] }>(`/recovery-keys?projectId=${projectId}`);
    expect(body.items).toMatchObject([{ id: forOne.id, status: 'disabled', notUsedBecause: 'It is switched off.' }]);
  });

  it('only owners change them, everybody who signs in sees them, and each change is audited', async () => {
    const { recipient } = await generateIdentity();
    const key = await add(recipient);
    for (const scope of ['viewer', 'operator'] as const) {
      const token = await apiToken(api, scope);
      expect((await token.post('/recovery-keys', { name: 'Safe', recipient })).status).toBe(403);
      expect((await token.delete(`/recovery-keys/${key.id}`)).status).toBe(403);
    }
    expect((await (await apiToken(api, 'viewer')).get(`/recovery-keys/${key.id}`)).status).toBe(200);
    const events = await api.database.read.findBy(AuditEvent, { objectId: key.id });
    expect(events).toMatchObject([{ action: 'recovery-key.create', detail: { recipient } }]);
  });

  it('is told what it asked wrongly', async () => {
    const missing = await owner.get('/recovery-keys/3f0a4c1e-9d1b-4a53-8c55-0d2f6f3f3a10');
    expect([missing.status, missing.body]).toEqual([404, expect.objectContaining({ code: 'RECOVERY_KEY_NOT_FOUND' })]);
    const { recipient } = await generateIdentity();
    const unknown = await owner.post('/recovery-keys', { name: 'Safe', recipient, projectId: randomUUID() });
    expect([unknown.status, unknown.body]).toEqual([404, expect.objectContaining({ code: 'PROJECT_NOT_FOUND' })]);
    expect(await stored()).toBe(0);
  });
});

const projectValues = {
  createdAt: new Date(),
  updatedAt: new Date(),
  version: 1,
  host: 'db.example.com',
  port: 5432,
  username: 'postgres',
  database: 'postgres',
  password: null,
  tlsMode: 'require',
  tlsCa: null,
  tlsPin: null,
  allowInsecure: false,
  ref: null,
  defaults: standardOptions,
  notes: '',
  lastCheck: null,
  deletedAt: null,
} satisfies Partial<Project>;
