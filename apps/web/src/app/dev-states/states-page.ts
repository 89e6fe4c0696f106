import { Component, signal } from '@angular/core';
import { Api } from '../api/api';
import { Clock } from '../live/clock';
import { Session } from '../session/session';
import { ThemeButton } from '../theme/theme-button';
import { now } from './data/now';
import { BrandSection } from './sections/brand-section';
import { ChartsSection } from './sections/charts-section';
import { ConnectSection } from './sections/connect-section';
import { ControlsSection } from './sections/controls-section';
import { CopiesSection } from './sections/copies-section';
import { DashboardSection } from './sections/dashboard-section';
import { DestinationsSection } from './sections/destinations-section';
import { FeedbackSection } from './sections/feedback-section';
import { FieldsSection } from './sections/fields-section';
import { LogSection } from './sections/log-section';
import { NotificationsSection } from './sections/notifications-section';
import { PipelinesSection } from './sections/pipelines-section';
import { SchedulesSection } from './sections/schedules-section';
import { StripSection } from './sections/strip-section';
import { WordsSection } from './sections/words-section';

/** As whoever may do everything. */
const owner = { isOwner: () => true, mayOperate: () => true, user: signal(null), isSetupOpen: signal(false) };

/** Nothing is asked here: whatever would be has an empty answer. */
const silent = { invoke: () => Promise.resolve({ items: [], next: null }) };

/**
 * Every state of everything, with the components that the screens are made of and data that doesn't change: for reviews and their pictures. In
 * test builds only. It needs no session and no service.
 */
@Component({
  imports: [
    ThemeButton,
    BrandSection,
    WordsSection,
    StripSection,
    ControlsSection,
    FieldsSection,
    FeedbackSection,
    DashboardSection,
    ChartsSection,
    PipelinesSection,
    CopiesSection,
    DestinationsSection,
    SchedulesSection,
    ConnectSection,
    NotificationsSection,
    LogSection,
  ],
  providers: [
    { provide: Api, useValue: silent },
    { provide: Session, useValue: owner },
    { provide: Clock, useValue: { minute: signal(now), second: signal(now) } },
  ],
  template: `
    <main>
      <div class="head"><sb-dev-brand /><sb-theme-button /></div>
      <sb-dev-words />
      <sb-dev-strip />
      <sb-dev-controls />
      <sb-dev-fields />
      <sb-dev-feedback />
      <sb-dev-dashboard />
      <sb-dev-charts />
      <sb-dev-pipelines />
      <sb-dev-copies />
      <sb-dev-destinations />
      <sb-dev-schedules />
      <sb-dev-connect />
      <sb-dev-notifications />
      <sb-dev-log />
    </main>
  `,
  styles: `
    main {
      max-width: 1040px;
      margin: 0 auto;
      padding: 24px;
    }
    .head {
      display: flex;
      align-items: flex-start;
    }
    sb-dev-brand {
      flex: 1;
    }
    @media (max-width: 599.98px) {
      main {
        padding: 16px;
      }
    }
  `,
})
export class StatesPage {}
