import { TestBed } from '@angular/core/testing';
import { press, refusal, serve, textOf } from '../../../../testing/serve';
import { settled } from '../../../../testing/settled';
import { aChannel } from '../testing/channels';
import { DigestPreview } from './digest-preview';

describe('P-WEB-504 the preview of a digest', () => {
  it('is shown when asked for, as it would be sent, with the time of the next one; why not, where it can’t be', async () => {
    const service = serve();
    const fixture = TestBed.createComponent(DigestPreview);
    fixture.componentRef.setInput('channel', aChannel());
    const page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    service.http.verify();
    await press(fixture, 'Show preview');
    service.request('GET /api/notifications/channels/c1/digest').flush(...refusal(503, 'NOT_READY'));
    await settled(fixture);
    expect(textOf(page)).toContain('NOT_READY happened.');
    await press(fixture, 'Show preview');
    service.request('GET /api/notifications/channels/c1/digest').flush({
      subject: 'All 2 projects are protected',
      text: 'Nothing needs you.',
      effect: null,
      nextStep: null,
      fields: [{ label: 'shop', value: 'Protected, 1.2 GiB' }],
      link: null,
      nextAt: '2026-11-27T06:00:00Z',
    });
    await settled(fixture);
    expect(textOf(page)).toMatch(
      /All 2 projects are protected Nothing needs you\. shop Protected, 1\.2 GiB The next one is sent 27 Nov \d\d:00/,
    );
  });
});
