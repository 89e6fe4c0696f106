import { Injectable } from '@nestjs/common';
import type { Channel } from '../records/channel.entity';
import type { DigestPreviewDto } from '../records/message.dto';

@Injectable()
export class Digests {
  preview(channel: Channel): Promise<DigestPreviewDto> {
    void channel;
    return Promise.resolve({
      subject: 'All projects are protected',
      text: '',
      effect: null,
      nextStep: null,
      fields: [],
      link: null,
      nextAt: null,
    });
  }
}
