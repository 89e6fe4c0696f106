import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Outgoing } from '../../outgoing/outgoing';
import { AppKey } from '../../secrets/app-key';
import { EnvelopeSecretBox } from '../../secrets/envelope-secret-box';
import { rotateKey } from '../../secrets/rotate-key';
import { neverSent } from '../outbox/last-delivery';
import { PingUrls } from '../pings/ping-urls';
import { SchedulePing } from '../pings/schedule-ping.entity';
import { openNotifyWorld } from '../testing/notify-world';
import { ChannelSettingsBox } from './channel-settings';
import { Channel } from './channel.entity';

it('P-NOTIFY-23 settings of channels and ping addresses are sealed anew when the key is changed', async () => {
  const world = await openNotifyWorld();
  const [old, next] = [new AppKey(randomBytes(32)), new AppKey(randomBytes(32))];
  const boxes = [new EnvelopeSecretBox(old), new EnvelopeSecretBox(next, old), new EnvelopeSecretBox(next)] as const;
  const settings = (box: EnvelopeSecretBox): ChannelSettingsBox =>
    new ChannelSettingsBox(box, new Outgoing({ allowPrivateNetworks: true }));
  const { id } = await world.addChannel('webhook', { url: 'https://a.example' });
  const now = new Date();
  await world.database.write(async (manager) => {
    await manager.update(Channel, { id }, { config: settings(boxes[0]).seal(id, { url: 'https://b.example' }) });
    const url = new PingUrls(boxes[0]).seal(id, 'https://ping.example');
    const ping = { id, url, tellsStart: true, ...neverSent, version: 1, createdAt: now, updatedAt: now };
    await manager.insert(SchedulePing, ping);
  });
  expect(await rotateKey(world.database, boxes[1])).toBe(2);
  expect(settings(boxes[2]).open(await world.channel(id))).toEqual({ url: 'https://b.example' });
  const ping = await world.database.read.findOneByOrFail(SchedulePing, { id });
  expect(new PingUrls(boxes[2]).open(ping)).toBe('https://ping.example');
  await world.close();
});
