import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../api/api';
import { endSession } from '../../api/fn/sessions/end-session';
import { listSessions } from '../../api/fn/sessions/list-sessions';
import type { LoginSessionDto } from '../../api/models/login-session-dto';
import { Attempt } from '../../feedback/attempt';
import { Confirm } from '../../feedback/confirm';
import { focusHeading } from '../../feedback/focus-here';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { When } from '../../format/when';
import { live } from '../../live/live';
import { browserName } from './browser-name';

/** Where one is signed in. */
@Component({
  selector: 'sb-sessions-card',
  imports: [MatButton, Loading, ProblemPanel, When],
  templateUrl: './sessions-card.html',
})
export class SessionsCard {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  protected readonly page = live({ by: () => 'mine', load: () => this.api.invoke(listSessions) });
  protected readonly attempt = new Attempt();
  protected readonly browserName = browserName;

  protected async end({ id, userAgent, address }: LoginSessionDto): Promise<void> {
    const browser = browserName(userAgent);
    const wanted = await this.confirm.ask({
      title: $localize`End the session of ${browser}:browser:?`,
      text: $localize`Whoever uses it at ${address}:address: has to sign in again.`,
      action: $localize`End session`,
    });
    if (!wanted) return;
    if (await this.attempt.at(() => this.api.invoke(endSession, { id }))) focusHeading('#sessions');
    this.page.reload();
  }
}
