import { RestoreError } from '../../errors';
import { confirmationFor, refuseConfirmation } from './confirmation';

const project = { ref: 'abcdefghijklmnopqrst', database: 'postgres' };
const plain = { ref: null, database: 'Shop 2' };

describe('what a person types before anything is changed', () => {
  it("is the project's ref, or the database's name where there is none", () => {
    expect(confirmationFor(project)).toBe('abcdefghijklmnopqrst');
    expect(confirmationFor(plain)).toBe('Shop 2');
  });

  it.each([
    [project, 'abcdefghijklmnopqrst'],
    [project, '  abcdefghijklmnopqrst\n'],
    [plain, 'Shop 2'],
  ])('%j takes %j', (facts, typed) => {
    expect(() => refuseConfirmation(facts, typed)).not.toThrow();
  });

  it.each([
    [project, ''],
    [project, 'postgres'],
    [project, 'ABCDEFGHIJKLMNOPQRST'],
    [project, 'abcdefghijklmnopqrs'],
    [project, 'abcdefghijklmnopqrstu'],
    [plain, 'shop 2'],
    [plain, 'yes'],
    [plain, 'null'],
  ])('H38 %j refuses %j', (facts, typed) => {
    expect(refusalOf(facts, typed)?.code).toBe('CONFIRMATION_WRONG');
  });

  it('is not repeated: it might be a password', () => {
    const typed = 'not-the-name-but-a-password';
    const refusal = refusalOf(plain, typed);
    expect(refusal?.message).toMatch(/name of the target database/);
    expect(`${refusal?.message} ${refusal?.nextStep}`).not.toContain(typed);
  });
});

function refusalOf(facts: { ref: string | null; database: string }, typed: string): RestoreError | null {
  try {
    refuseConfirmation(facts, typed);
    return null;
  } catch (error) {
    if (error instanceof RestoreError) return error;
    throw error;
  }
}
