import { inject, InjectionToken, DOCUMENT } from '@angular/core';

/**
 * Whether a key can be made in this page: over plain HTTP browsers keep their cryptography back, and whoever can change the page on its
 * way could read the key.
 */
export const CAN_MAKE_KEYS = new InjectionToken<boolean>('CAN_MAKE_KEYS', {
  factory: () => {
    const window = inject(DOCUMENT).defaultView;
    // Typed as always there, which holds for secure pages only.
    const subtle = window?.crypto.subtle;
    return window?.isSecureContext === true && subtle !== undefined;
  },
});
