import { aBackup, aCopy } from '../../testing/backups';
import { fileNameOf, quoted, rescueSteps } from './rescue-commands';

describe('P-WEB-167 the rescue commands', () => {
  const name = 'shop_20261124T073000Z_b1_a1.tar';

  it('name the file as it lies at the destination, the hash, and the key only where there is one', () => {
    expect(fileNameOf(aBackup())).toBe(name);
    const commands = rescueSteps(aBackup(), name).map((step) => step.commands);
    expect(commands[0]).toBe(`stowbase verify ${name} --deep --identity KEYFILE`);
    expect(commands[1]).toContain(
      `stowbase restore ${name} --plan --identity KEYFILE --expect-sha256 ${'ab'.repeat(32)}`,
    );
    expect(rescueSteps(aBackup({ encrypted: false }), name).some((step) => step.commands.includes('--identity'))).toBe(
      false,
    );
  });

  it('take the name of a copy that is there, and are none where nothing was written', () => {
    const copies = [aCopy({ status: 'failed', key: 'x/old.tar' }), aCopy({ key: 'x/new.tar' })];
    expect(fileNameOf(aBackup({ copies }))).toBe('new.tar');
    expect(fileNameOf(aBackup({ copies: [aCopy({ status: 'failed', key: null })] }))).toBeNull();
  });

  it('can be pasted into a shell, whatever the name is', () => {
    expect(quoted("it's $(rm) here.tar")).toBe(`'it'\\''s $(rm) here.tar'`);
    expect(quoted('-rf.tar')).toBe("'-rf.tar'");
  });
});
