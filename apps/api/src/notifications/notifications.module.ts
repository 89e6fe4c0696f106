import { Module, type Provider } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { BackupsModule } from '../backups/backups.module';
import { DashboardModule } from '../dashboard/dashboard.module';
import { StorageModule } from '../storage/storage.module';
import { Digests } from './digest/digests';
import { taskProviders } from './notification-tasks';
import { DELIVERY_RANDOM, Deliveries } from './outbox/deliveries';
import { DeliveryMeter } from './outbox/delivery-meter';
import { Dispatch } from './outbox/dispatch';
import { Forgetting } from './outbox/forgetting';
import { Sender } from './outbox/sender';
import { Pinger } from './pings/pinger';
import { PingUrls } from './pings/ping-urls';
import { SchedulePings } from './pings/schedule-pings';
import { SchedulePingsController } from './pings/schedule-pings.controller';
import { ChannelChanges } from './records/channel-changes';
import { ChannelEvents } from './records/channel-events';
import { ChannelMapper } from './records/channel.mapper';
import { ChannelSettingsBox } from './records/channel-settings';
import { ChannelTests } from './records/channel-tests';
import { ChannelsController } from './records/channels.controller';
import { Channels } from './records/channels.service';
import { DeliveryRetries } from './records/delivery-retries';
import { NotificationFactsController } from './records/notification-facts.controller';
import { Episodes } from './watch/episodes';
import { FreeSpace } from './watch/free-space';
import { Thresholds } from './watch/thresholds';
import { Watchdog } from './watch/watchdog';

const providers: Provider[] = [
  ChannelChanges,
  ChannelEvents,
  ChannelMapper,
  Channels,
  ChannelSettingsBox,
  ChannelTests,
  Deliveries,
  DeliveryMeter,
  DeliveryRetries,
  { provide: DELIVERY_RANDOM, useValue: Math.random },
  Digests,
  Dispatch,
  Episodes,
  Forgetting,
  FreeSpace,
  Pinger,
  PingUrls,
  SchedulePings,
  Sender,
  Thresholds,
  Watchdog,
  ...taskProviders,
];

/** Who is told what, and how. */
@Module({
  imports: [AccountsModule, BackupsModule, DashboardModule, StorageModule],
  controllers: [NotificationFactsController, ChannelsController, SchedulePingsController],
  providers,
  exports: [DeliveryMeter],
})
export class NotificationsModule {}
