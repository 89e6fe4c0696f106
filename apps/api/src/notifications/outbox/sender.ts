import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config';
import type { Outgoing } from '../../outgoing/outgoing';
import { OUTGOING } from '../../outgoing/outgoing.module';
import { hideSecrets } from '../../storage/hide-secrets';
import type { Settings } from '../../storage/merge-settings';
import { channelTypeOf } from '../channels/channel-types';
import { DeliveryError } from '../channels/delivery-error';
import type { Message } from '../message/message';

/** What became of one try. */
export interface SendResult {
  /** Null: it was delivered. No text holds a secret. */
  readonly error: SendProblem | null;
}

export interface SendProblem {
  readonly code: string;
  readonly text: string;
  readonly nextStep: string;
  /** The same again may be taken later. */
  readonly retry: boolean;
  /** Seconds; null: the other side didn't say. */
  readonly retryAfter: number | null;
  /** Receivers that have it, although the whole failed. */
  readonly done: readonly string[];
}

/** The longest that one try may take, whatever the channel does; the lease of a delivery is longer. Milliseconds. */
export const longestTryMs = 60_000;

/** Sends one message by one channel and says what became of it; never throws for what the other side does. */
@Injectable()
export class Sender {
  readonly publicUrl: URL;

  constructor(
    @Inject(OUTGOING) private readonly outgoing: Outgoing,
    @Inject(CONFIG) { publicUrl }: Config,
  ) {
    this.publicUrl = publicUrl;
  }

  async send(
    type: string,
    settings: Settings,
    message: Message,
    done: readonly string[],
    stop?: AbortSignal,
  ): Promise<SendResult> {
    const channel = channelTypeOf(type);
    if (channel === undefined) return { error: unknownType };
    const deadline = AbortSignal.timeout(longestTryMs);
    const signal = stop === undefined ? deadline : AbortSignal.any([deadline, stop]);
    try {
      await channel.send(settings, message, { outgoing: this.outgoing, signal, done, publicUrl: this.publicUrl });
      return { error: null };
    } catch (error) {
      return { error: problemOf(error, hideSecrets(channel, settings)) };
    }
  }
}

export function problemOf(error: unknown, hide: (text: string) => string = (text) => text): SendProblem {
  if (!(error instanceof DeliveryError)) return unforeseen;
  const { code, message, nextStep, retry, retryAfter, done } = error;
  return { code, text: hide(message), nextStep: hide(nextStep), retry, retryAfter, done };
}

const none = { retryAfter: null, done: [] } as const;

/** A bug of ours, or settings that a newer version no longer takes. */
const unforeseen: SendProblem = {
  ...none,
  code: 'INTERNAL',
  text: 'The message could not be sent.',
  nextStep: 'Open the channel, check its settings and save it again.',
  retry: true,
};

const unknownType: SendProblem = {
  ...none,
  code: 'SETTINGS',
  text: 'This version of Stowbase does not know the type of the channel.',
  nextStep: 'Delete the channel, or start the version that made it.',
  retry: false,
};
