import { Column, PrimaryColumn } from 'typeorm';
import { instant } from './column-types';

/** An id made in code (UUID v4), so that both engines store the same. */
export abstract class WithId {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;
}

export abstract class WithTimes extends WithId {
  @Column({ name: 'created_at', type: instant })
  createdAt: Date;

  @Column({ name: 'updated_at', type: instant })
  updatedAt: Date;
}

/** A row that people edit: `version` goes up with each change, and a change must name the one it saw (H35). */
export abstract class Edited extends WithTimes {
  @Column({ type: 'integer' })
  version: number;
}
