import { TestBed } from '@angular/core/testing';
import fc from 'fast-check';
import { PasswordMeter } from './password-meter';
import { passwordStrength } from './password-strength';

describe('P-WEB-220 how good a password is', () => {
  it.each([
    ['', 0],
    ['short', 1],
    ['aaaaaaaaaaaaaa', 1],
    ['qwertyqwerty1234', 1],
    ['stowbase-backup-1', 1],
    ['nine red kites over the weir', 4],
    ['k3#vTqz!LpW9x2', 3],
    ['x'.repeat(129), 1],
  ])('%s: %d of 4', (password, level) => expect(passwordStrength(password).level).toBe(level));

  it('counts no words of the person', () => {
    const about = ['anke.brandt@example.com', 'Anke Brandt'];
    expect(passwordStrength('AnkeBrandt-2026', about).level).toBeLessThan(passwordStrength('AnkeBrandt-2026').level);
  });

  it('refuses by length alone, in characters as people count them: the rest is for the service to judge', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 60 }), (password) => {
        const length = [...password].length;
        expect(passwordStrength(password).problem !== null).toBe(length < 12 || length > 128);
      }),
    );
  });

  it('is said in words, not by bars alone', async () => {
    const fixture = TestBed.createComponent(PasswordMeter);
    fixture.componentRef.setInput('password', 'nine red kites over the weir');
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    expect(element.querySelectorAll('.on')).toHaveLength(4);
    expect(element.querySelector('[role=status]')?.textContent).toBe('Very good');
  });
});
