import { addWindow, showWindows, windowsForm, windowsOf } from './windows-form';

describe('P-WEB-406 blackout windows', () => {
  it('are sent as they came: Sunday is 0, no day is every day, the day ends at 00:00', () => {
    const form = windowsForm([
      { from: '18:00', to: '23:00', days: [0, 5] },
      { from: '22:00', to: '24:00', days: [] },
    ]);
    expect(form.value[0]?.days).toEqual([5, 7]);
    expect(form.value[1]?.days).toHaveLength(7);
    expect(windowsOf(form)).toEqual([
      { from: '18:00', to: '23:00', days: [0, 5] },
      { from: '22:00', to: '00:00', days: [] },
    ]);
  });

  it('are added and replaced, and want both times', () => {
    const form = windowsForm();
    addWindow(form);
    expect(windowsOf(form)).toEqual([{ from: '18:00', to: '23:00', days: [1, 2, 3, 4, 5] }]);
    form.at(0).controls.from.setValue('');
    expect(form.invalid).toBe(true);
    showWindows(form, []);
    expect([windowsOf(form), form.dirty]).toEqual([[], false]);
  });
});
