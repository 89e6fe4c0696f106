import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { armor, Encrypter } from 'age-encryption';
import { settled } from '../../testing/settled';
import { provideWebCrypto } from '../../testing/web-crypto';
import { provideApiConfiguration } from '../api/api-configuration';
import { makeKeyPair } from './age-keys';
import { CAN_MAKE_KEYS } from './browser-keys';
import { identityIn, keyFileText } from './key-file';
import { NewRecoveryKey } from './new-recovery-key';
import { RecoveryKeyMaker } from './recovery-key-maker';

const answer = 'stowbase-proof-0123456789abcdef';

/** What the service does with a public key (apps/api, recovery-keys/proof). */
async function proofFor(recipient: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(`${answer}\n`));
}

describe('a recovery key', () => {
  let http: HttpTestingController;
  let maker: RecoveryKeyMaker;
  let fixture: ComponentFixture<NewRecoveryKey>;
  let page: HTMLElement;
  let saved: { name: string; text: Promise<string> }[];

  async function open(canMakeKeys: boolean): Promise<void> {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideApiConfiguration(''),
        RecoveryKeyMaker,
        { provide: CAN_MAKE_KEYS, useValue: canMakeKeys },
      ],
    });
    fixture = TestBed.createComponent(NewRecoveryKey);
    http = TestBed.inject(HttpTestingController);
    maker = TestBed.inject(RecoveryKeyMaker);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
  }

  beforeAll(provideWebCrypto);
  beforeEach(() => {
    saved = [];
    let blob = new Blob();
    URL.createObjectURL = (given) => {
      blob = given as Blob;
      return '#';
    };
    URL.revokeObjectURL = () => undefined;
    HTMLAnchorElement.prototype.click = function () {
      saved.push({ name: this.download, text: textOf(blob) });
    };
  });

  /** Ends when the page asks the service: making a key takes as long as it takes. */
  async function asked(path: string): Promise<TestRequest> {
    for (;;) {
      const [found] = http.match((request) => request.url === path);
      if (found !== undefined) return found;
      await new Promise((turn) => setTimeout(turn));
    }
  }
  async function done(): Promise<void> {
    while (maker.busy()) await new Promise((turn) => setTimeout(turn));
    await settled(fixture);
  }
  const key = (recipient: string) => ({ id: 'k1', name: 'Key', recipient, status: 'unproven', used: false });
  const texts = (): string => page.textContent ?? '';
  const button = (name: string): HTMLButtonElement =>
    [...page.querySelectorAll('button')].find((one) => (one.textContent ?? '').trim() === name)!;

  it('P-WEB-210 is made in the browser, saved as a file, and proven by what is in it; its private half is never sent', async () => {
    await open(true);
    button('Download key').click();
    const create = await asked('/api/recovery-keys');
    const { recipient } = create.request.body as { recipient: string };
    expect(recipient).toMatch(/^age1[0-9a-z]{58}$/);
    create.flush({ ...key(recipient), proof: { file: await proofFor(recipient), fileName: 'p', command: 'c' } });
    await done();
    const [file] = saved;
    expect(file?.name).toBe(`stowbase-recovery-key-${recipient.slice(4, 12)}.txt`);
    const text = await file!.text;
    expect(text).toContain(`# public key: ${recipient}`);
    expect(identityIn(text)).toMatch(/^AGE-SECRET-KEY-1/);
    expect(page.outerHTML).not.toContain('AGE-SECRET-KEY-');
    page.querySelector<HTMLInputElement>('input[type=checkbox]')!.click();
    const prove = await asked('/api/recovery-keys/k1/prove');
    expect(prove.request.body).toEqual({ answer, lostKeyUnderstood: true });
    expect(JSON.stringify([create.request.body, prove.request.body])).not.toContain('AGE-SECRET-KEY-');
    prove.flush({ ...key(recipient), status: 'enabled', used: true });
    await done();
    expect(maker.proven()?.recipient).toBe(recipient);
  });

  it('P-WEB-211 that was made before the page was loaded is proven by its file, and by no other', async () => {
    await open(true);
    const [pair, other] = [await makeKeyPair(), await makeKeyPair()];
    maker.resume(key(pair.recipient) as never);
    await settled(fixture);
    expect(texts()).toContain('was made before this page was loaded');
    await maker.proveWithFile(keyFileText(other, new Date()));
    await settled(fixture);
    expect(texts()).toContain('This file holds another key');
    await maker.proveWithFile('nothing');
    await settled(fixture);
    expect(texts()).toContain('There is no private key in this file.');
    const proving = maker.proveWithFile(keyFileText(pair, new Date()).replaceAll('\n', '\r\n'));
    (await asked('/api/recovery-keys/k1/proof')).flush({
      ...key(pair.recipient),
      proof: { file: await proofFor(pair.recipient) },
    });
    (await asked('/api/recovery-keys/k1/prove')).flush({ ...key(pair.recipient), status: 'enabled' });
    await proving;
    expect(maker.proven()).not.toBeNull();
  });

  it('can be made anew while nothing is encrypted to it: the unproven one is taken back', async () => {
    await open(true);
    maker.resume(key('age1old') as never);
    await settled(fixture);
    button('Make a new key').click();
    (await asked('/api/recovery-keys/k1')).flush(null);
    await done();
    expect(texts()).toContain('Download key');
  });

  it('P-WEB-212 is not made over plain HTTP: its public half is pasted, and the proof is opened elsewhere', async () => {
    await open(false);
    expect(texts()).toContain('This page came over plain HTTP');
    expect(texts()).toContain('ssh -L');
    expect(texts()).toContain('stowbase keygen --out key.txt');
    expect(texts()).not.toContain('Download key');
    expect(texts()).not.toContain('Make the key in this browser');
    type('age1given');
    button('Add key').click();
    (await asked('/api/recovery-keys')).flush({ ...key('age1given'), proof: { file: 'armored' } });
    await done();
    button('Download proof').click();
    await done();
    expect(await saved[0]!.text).toBe('armored');
    type(` ${answer} `);
    button('Prove the key').click();
    await settled(fixture);
    expect(texts()).toContain('Say that the private key is stored.');
    page.querySelector<HTMLInputElement>('input[type=checkbox]')!.click();
    button('Prove the key').click();
    const prove = await asked('/api/recovery-keys/k1/prove');
    expect(prove.request.body).toEqual({ answer, lostKeyUnderstood: true });
    prove.flush(
      { code: 'PROOF_WRONG', status: 400, detail: 'This is not the text of the proof.' },
      { status: 400, statusText: 'x' },
    );
    await done();
    expect(texts()).toContain('This is not the text of the proof.');
  });

  it('H40 a private key that is pasted as the public one is not sent, and gone from the field', async () => {
    await open(false);
    type(`AGE-SECRET-KEY-1${'Q'.repeat(58)}`);
    button('Add key').click();
    await settled(fixture);
    http.expectNone('/api/recovery-keys');
    expect(texts()).toContain('That was the private key.');
    expect(page.querySelector('input')!.value).toBe('');
  });

  function type(text: string): void {
    const field = page.querySelector<HTMLInputElement>('input.mono')!;
    field.value = text;
    field.dispatchEvent(new Event('input'));
  }
});

function textOf(blob: Blob): Promise<string> {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result as string);
    reader.readAsText(blob);
  });
}
