import { Component, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../../api/api';
import { previewDigest } from '../../../api/fn/notifications/preview-digest';
import type { ChannelDto } from '../../../api/models/channel-dto';
import type { DigestPreviewDto } from '../../../api/models/digest-preview-dto';
import { Attempt } from '../../../feedback/attempt';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { When } from '../../../format/when';

/** The digest as it would be sent now; nothing is sent. */
@Component({
  selector: 'sb-digest-preview',
  imports: [MatButton, ProblemPanel, When],
  templateUrl: './digest-preview.html',
  styleUrl: './digest-preview.scss',
  host: { class: 'sb-card' },
})
export class DigestPreview {
  readonly channel = input.required<ChannelDto>();

  private readonly api = inject(Api);
  protected readonly attempt = new Attempt();
  protected readonly shown = signal<DigestPreviewDto | null>(null);

  protected async show(): Promise<void> {
    const { id } = this.channel();
    await this.attempt.at(async () => this.shown.set(await this.api.invoke(previewDigest, { id })));
  }
}
