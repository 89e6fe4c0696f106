import type { Routes } from '@angular/router';
import { keepUnsaved } from '../feedback/keep-unsaved';

export const settingsRoutes: Routes = [
  {
    path: '',
    loadComponent: async () => (await import('./settings-page')).SettingsPage,
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'account' },
      {
        path: 'account',
        title: $localize`Account settings`,
        loadComponent: async () => (await import('./account/account-section')).AccountSection,
      },
      {
        path: 'recovery-keys',
        title: $localize`Recovery keys`,
        loadComponent: async () => (await import('./recovery-keys/recovery-keys-section')).RecoveryKeysSection,
      },
      {
        path: 'notifications',
        title: $localize`Notifications`,
        loadComponent: async () => (await import('./notifications/notifications-section')).NotificationsSection,
      },
      {
        path: 'notifications/new',
        title: $localize`New channel`,
        canDeactivate: [keepUnsaved],
        loadComponent: async () => (await import('./notifications/edit/new-channel')).NewChannel,
      },
      {
        path: 'notifications/:id',
        title: $localize`Channel`,
        canDeactivate: [keepUnsaved],
        loadComponent: async () => (await import('./notifications/edit/channel-page')).ChannelPage,
      },
      {
        path: 'users',
        title: $localize`Users`,
        loadComponent: async () => (await import('./users/users-section')).UsersSection,
      },
      {
        path: 'tokens',
        title: $localize`API tokens`,
        loadComponent: async () => (await import('./tokens/tokens-section')).TokensSection,
      },
      {
        path: 'appearance',
        title: $localize`Appearance`,
        loadComponent: async () => (await import('./appearance/appearance-section')).AppearanceSection,
      },
      {
        path: 'system',
        title: $localize`System`,
        loadComponent: async () => (await import('./system/system-section')).SystemSection,
      },
    ],
  },
];
