import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { CONFIG, type Config } from '../../config/config';
import { protection } from '../../dashboard/judge-project';
import { FactsOfProjects, type ProjectFacts } from '../../dashboard/project-facts';
import { badFirst } from '../../dashboard/verdict';
import { Database } from '../../database/database';
import { Destination } from '../../storage/destination.entity';
import type { Message } from '../message/message';
import { Delivery } from '../outbox/delivery.entity';
import { newDelivery } from '../outbox/new-delivery';
import { Channel } from '../records/channel.entity';
import type { DigestPreviewDto } from '../records/message.dto';
import { composeDigest } from './compose-digest';
import { countRuns } from './digest-facts';
import { lastSlot, nextSlot, type DigestSlot } from './digest-slots';

const day = 24 * 3_600_000;

/** How all projects are, once a day or a week, for each channel that wants it. */
@Injectable()
export class Digests {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly projects: FactsOfProjects,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  /** Puts those that are due into the outbox: each once, whichever process does it; after a pause of days only the last one. */
  async send(): Promise<void> {
    const channels = await this.database.read.findBy(Channel, { enabled: true, digest: Not('off') });
    const now = await this.clock.now(this.database.read);
    for (const channel of channels) {
      const slot = lastSlot(channel, now);
      if (slot === null || slot.at <= channel.digestSince || now.getTime() - slot.at.getTime() > day) continue;
      const key = `digest ${channel.id} ${slot.at.toISOString()}`;
      if (await this.database.read.existsBy(Delivery, { key })) continue;
      const message = await this.compose(channel, slot, now);
      const given = { id: randomUUID(), key, target: 'channel', lane: channel.id, kind: message.kind } as const;
      await this.database.write((manager) =>
        manager
          .createQueryBuilder()
          .insert()
          .into(Delivery)
          .values(newDelivery({ ...given, projectId: null, message, now }))
          .orIgnore()
          .execute(),
      );
    }
  }

  /** As it would be sent now. */
  async preview(channel: Channel): Promise<DigestPreviewDto> {
    const now = await this.clock.now(this.database.read);
    const from = new Date(now.getTime() - (channel.digest === 'weekly' ? 7 : 1) * day);
    const { subject, text, effect, nextStep, fields, link } = await this.compose(channel, { from, at: now }, now);
    const shown = { subject, text, effect, nextStep, fields: [...fields], link };
    return { ...shown, nextAt: channel.enabled ? nextSlot(channel, now) : null };
  }

  private async compose(channel: Channel, { from, at }: DigestSlot, now: Date): Promise<Message> {
    const { projectIds, timeZone, digest: rhythm } = channel;
    const facts = (await this.projects.all(now)).filter(({ id }) => projectIds === null || projectIds.includes(id));
    const projects = facts
      .map((project) => ({ name: project.name, ...protection(project, now) }))
      .sort(badFirst)
      .map(({ name, state, reasons }) => ({ name, state, reason: reasons[0]?.text ?? null }));
    const destinations = await this.database.read.find(Destination, { select: { id: true, totalSize: true } });
    return composeDigest(
      {
        ...{ id: randomUUID(), from, at, rhythm, projects },
        runs: await countRuns(this.database.read, { from, to: at }, projectIds),
        totalBytes: destinations.reduce((sum, { totalSize }) => sum + totalSize, 0),
        nextRunAt: nextRunOf(facts),
      },
      timeZone,
      this.config.publicUrl,
    );
  }
}

function nextRunOf(projects: readonly ProjectFacts[]): Date | null {
  const times = projects
    .flatMap(({ schedules }) => schedules)
    .filter(({ enabled, dueAt }) => enabled && dueAt !== null)
    .map(({ dueAt }) => dueAt?.getTime() ?? Number.POSITIVE_INFINITY);
  return times.length === 0 ? null : new Date(Math.min(...times));
}
