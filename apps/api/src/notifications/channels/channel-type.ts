import { ConfigProblems, checkConfig, type ConfigOf, type Field, type JsonScalar } from '@stowbase/storage';
import type { Outgoing } from '../../outgoing/outgoing';
import type { Message } from '../message/message';

export type ChannelSettings = Readonly<Record<string, JsonScalar>>;

/** What a channel is given to send with. */
export interface SendContext {
  /** The only way out: judged by the outgoing guard, no redirects, 10 s and 64 KB. */
  readonly outgoing: Pick<Outgoing, 'request' | 'connect'>;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
  /** Receivers that have this message already. */
  readonly done: readonly string[];
  /** Where this service is: a part of what identifies its mails. */
  readonly publicUrl: URL;
}

/** What is reached: judged when the settings are saved, before anything is sent. */
export interface ChannelAddress {
  readonly host: string;
  readonly port: number;
  readonly encrypted: boolean;
}

export interface ChannelDescription {
  /** snake_case, stored with each channel: never renamed. */
  readonly type: string;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** One or two sentences: where to find what must be typed. */
  readonly help: string;
  readonly fields: readonly Field[];
  /** Fields whose values say where the secrets are sent: with another value the secrets are to be entered again. */
  readonly sentTo?: readonly string[];
}

export interface ChannelType extends ChannelDescription {
  /** @throws ConfigProblems */
  address(settings: ChannelSettings): ChannelAddress;
  /**
   * Sends it, wholly or not. @throws DeliveryError
   */
  send(settings: ChannelSettings, message: Message, context: SendContext): Promise<void>;
}

interface Declaration<Fields extends readonly Field[]> extends ChannelDescription {
  readonly fields: Fields;
  address(settings: ConfigOf<Fields>): ChannelAddress;
  send(settings: ConfigOf<Fields>, message: Message, context: SendContext): Promise<void>;
}

/** Declares a way to tell people. Form, checks and docs follow from this one value: put it into the list in `channel-types.ts`. */
export function defineChannel<const Fields extends readonly Field[]>(declaration: Declaration<Fields>): ChannelType {
  // The one place where data becomes a type: `checkConfig` has just proven it, field by field.
  const checked = (settings: ChannelSettings): ConfigOf<Fields> =>
    checkConfig(declaration, settings).config as ConfigOf<Fields>;
  return {
    ...declaration,
    address: (settings) => declaration.address(checked(settings)),
    send: (settings, message, context) => declaration.send(checked(settings), message, context),
  };
}

/** Of an http(s) address that is a secret as a whole: the field says what is wrong with it. @throws ConfigProblems */
export function addressOfUrl(text: string, field: string, label: string): ChannelAddress {
  const url = URL.parse(text);
  const wrong = (message: string): ConfigProblems => new ConfigProblems([{ field, message: `${label} ${message}.` }]);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw wrong('must be an address that begins with https:// or http://');
  if (url.username !== '' || url.password !== '') throw wrong('must not hold a user name or password');
  const encrypted = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(url.port || (encrypted ? 443 : 80)), encrypted };
}
