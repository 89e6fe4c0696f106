import type { ChannelType } from './channel-type';
import { discord } from './discord';
import { email } from './email/email';
import { ntfy } from './ntfy';
import { slack } from './slack';
import { teams } from './teams';
import { telegram } from './telegram';
import { webhook } from './webhook';

/** Every way to tell people. A new one costs a file and a line here. */
export const channelTypes: readonly ChannelType[] = [email, webhook, slack, discord, telegram, teams, ntfy];

export const channelTypeOf = (type: string): ChannelType | undefined => channelTypes.find((each) => each.type === type);
