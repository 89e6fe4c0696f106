import { inject, Injectable, Injector } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Api } from '../api/api';
import { testDestination } from '../api/fn/storage/test-destination';
import { updateDestination } from '../api/fn/storage/update-destination';
import type { DestinationDto } from '../api/models/destination-dto';
import type { Problem } from '../api/models/problem';
import { problemOf } from '../feedback/problem-of';
import { forPeople } from './refused-probe';

/** What can be done with a destination from its card and from its page. What has changed comes back as an event. */
@Injectable({ providedIn: 'root' })
export class DestinationActions {
  private readonly api = inject(Api);
  private readonly injector = inject(Injector);

  /** Enabling tests it first. @returns why not; null: it is done */
  async setEnabled({ id, version }: DestinationDto, enabled: boolean): Promise<Problem | null> {
    try {
      await this.api.invoke(updateDestination, { id, body: { version, enabled } });
      return null;
    } catch (error) {
      return forPeople(problemOf(error));
    }
  }

  /** @returns why it couldn't be tested; null: it was, whatever the test found */
  async test(id: string): Promise<Problem | null> {
    try {
      await this.api.invoke(testDestination, { id });
      return null;
    } catch (error) {
      return problemOf(error);
    }
  }

  /** @returns whether it is gone, or is going */
  async delete(destination: DestinationDto): Promise<boolean> {
    const [{ MatDialog }, { DeleteDialog }] = await Promise.all([
      import('@angular/material/dialog'),
      import('./delete/delete-dialog'),
    ]);
    const dialog = this.injector.get(MatDialog).open(DeleteDialog, { data: destination, width: '520px' });
    return (await firstValueFrom(dialog.afterClosed())) === true;
  }
}
