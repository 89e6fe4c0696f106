/** What can be set, in this order. */
export interface Section {
  readonly path: string;
  readonly name: string;
  /** Not for others. */
  readonly ownersOnly?: true;
}

export const sections: readonly Section[] = [
  { path: 'account', name: $localize`Account` },
  { path: 'recovery-keys', name: $localize`Recovery keys` },
  { path: 'notifications', name: $localize`Notifications` },
  { path: 'users', name: $localize`Users`, ownersOnly: true },
  { path: 'tokens', name: $localize`API tokens` },
  { path: 'appearance', name: $localize`Appearance` },
  { path: 'system', name: $localize`System` },
];
