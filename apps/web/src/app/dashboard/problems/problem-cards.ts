import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { BackUpNowDialogs } from '../../backups/back-up-now/back-up-now-dialogs';
import { Icon } from '../../icons/icon';
import { Session } from '../../session/session';
import { Freshness } from '../freshness';
import type { ProblemCard } from './problem-card';

/** More than these would push the projects off the screen; the others are behind a button. */
const fewCards = 3;

/** What needs somebody, each with the one thing to do about it. Nothing at all where nothing does. */
@Component({
  selector: 'sb-problem-cards',
  imports: [MatButton, RouterLink, Icon],
  templateUrl: './problem-cards.html',
  styleUrl: './problem-cards.scss',
})
export class ProblemCards {
  readonly problems = input.required<readonly ProblemCard[]>();

  private readonly dialogs = inject(BackUpNowDialogs);
  protected readonly freshness = inject(Freshness);
  protected readonly session = inject(Session);
  protected readonly isAll = signal(false);
  protected readonly shown = computed(() => (this.isAll() ? this.problems() : this.problems().slice(0, fewCards)));
  protected readonly hidden = computed(() => this.problems().length - this.shown().length);
  protected readonly lost = this.freshness.lost;

  protected backUp(projectId: string): void {
    if (!this.freshness.isStale()) void this.dialogs.open(projectId);
  }
}
