import { Component, computed, signal } from '@angular/core';
import type { Problem } from '../../api/models/problem';
import { ConnectBox } from '../../destinations/connect/connect-box';
import type { Stage, WaitingAccount } from '../../destinations/connect/waiting-account';
import { Section } from './section';

const refused: Problem = {
  code: 'CONNECT_REFUSED',
  status: 422,
  title: 'Not connected',
  detail: 'Google says that access was refused: somebody chose Cancel, or the account is no test user of your app.',
  nextStep: 'Connect again and choose Allow; while the app is in test mode, add the account to its test users first.',
  type: 'about:blank',
  instance: '',
};

/** Every stage of connecting an account. */
@Component({
  selector: 'sb-dev-connect',
  imports: [Section, ConnectBox],
  template: `
    <sb-dev-section name="Connecting an account" i18n-name>
      <div class="sb-card">
        <sb-connect-box [account]="idle" [action]="action" [missing]="missing" [there]="there" />
        @for (one of stages; track one) {
          <sb-connect-box [account]="one" [action]="action" [there]="there" />
        }
      </div>
    </sb-dev-section>
  `,
  styles: `
    .sb-card {
      display: flex;
      flex-direction: column;
      gap: 20px;
      padding: 20px;
    }
  `,
})
export class ConnectSection {
  protected readonly action = 'Connect Google Drive';
  protected readonly missing = 'Enter the client ID and the client secret first.';
  protected readonly there = 'Choose the account and allow the access there, then come back to this tab.';
  protected readonly idle = account('idle');
  protected readonly stages = [account('starting'), account('waiting'), account('done'), account('failed')];
}

/** One that stays as it is. */
function account(stage: Stage): WaitingAccount {
  const connected = { credentialsId: '', account: 'ada@example.com', expiresAt: '' };
  const shown: Partial<WaitingAccount> = {
    stage: signal(stage),
    url: signal(stage === 'waiting' ? 'https://accounts.google.com/' : ''),
    problem: signal(stage === 'failed' ? refused : null),
    connected: signal(stage === 'done' ? connected : null),
    isBusy: computed(() => stage === 'starting' || stage === 'waiting'),
    cancel: () => Promise.resolve(),
  };
  return shown as WaitingAccount;
}
