const key = 'stowbase.checklist';

/** Whether this browser was told not to show it again. */
export function isHidden(): boolean {
  try {
    return localStorage.getItem(key) === 'hidden';
  } catch {
    // A browser that keeps nothing shows it each time.
    return false;
  }
}

export function hide(): void {
  try {
    localStorage.setItem(key, 'hidden');
  } catch {
    // As above: it is hidden as long as the page is open.
  }
}
