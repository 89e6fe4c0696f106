import { Location } from '@angular/common';
import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, RouterLink, type ParamMap } from '@angular/router';
import { Api } from '../../api/api';
import { answerFromGoogle } from '../../api/fn/storage/answer-from-google';
import type { ConnectedDto } from '../../api/models/connected-dto';
import type { GoogleAnswerDto } from '../../api/models/google-answer-dto';
import type { Problem } from '../../api/models/problem';
import { problemOf } from '../../feedback/problem-of';
import { ProblemPanel } from '../../feedback/problem-panel';
import { quietly } from '../../session/keep-session';
import { Session } from '../../session/session';
import { Front } from '../../shell/front';

/** Where Google sends the browser back to: it hands over what the address says, and takes it out of there at once. */
@Component({
  imports: [Front, MatButton, RouterLink, ProblemPanel],
  templateUrl: './google-return-page.html',
})
export class GoogleReturnPage {
  private readonly api = inject(Api);
  private readonly session = inject(Session);

  protected readonly isUnasked = signal(false);
  protected readonly connected = signal<ConnectedDto | null>(null);
  protected readonly problem = signal<Problem | null>(null);

  constructor() {
    const answer = answerIn(inject(ActivatedRoute).snapshot.queryParamMap);
    // The code must stay neither in the address bar nor in the history.
    inject(Location).replaceState('/connect/google');
    if (answer === null) this.isUnasked.set(true);
    else void this.handOver(answer);
  }

  private async handOver(body: GoogleAnswerDto): Promise<void> {
    try {
      await this.session.known();
      this.connected.set(await this.api.invoke(answerFromGoogle, { body }, quietly()));
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }
}

/** Null: nobody comes from Google. */
function answerIn(query: ParamMap): GoogleAnswerDto | null {
  const [state, code, error] = [query.get('state'), query.get('code'), query.get('error')];
  if (state === null) return null;
  if (error !== null) return { state, error };
  return code === null ? null : { state, code };
}
