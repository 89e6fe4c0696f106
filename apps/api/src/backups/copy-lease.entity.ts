import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { instant } from '../database/column-types';

/** Somebody reads this copy now: it must not be deleted meanwhile. Taken in the transaction that checks that it is `stored`. */
@Entity('copy_leases')
@Index('copy_leases_copy', ['copyId', 'until'])
export class CopyLease extends WithId {
  @Column({ name: 'copy_id', type: 'varchar', length: 36 })
  copyId: string;

  /** For people: `download`, `copy`, `verify`, `restore`. */
  @Column({ type: 'varchar', length: 16 })
  purpose: string;

  @Column({ type: instant })
  until: Date;
}
