import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../database/column-types';

/** Failed logins of one account from one address, or of one address; the delay grows with them and ends by itself. */
@Entity('login_throttles')
export class LoginThrottle {
  /** SHA-256 of what is counted. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @Column({ type: 'integer' })
  failures: number;

  @Column({ name: 'last_failure_at', type: instant })
  lastFailureAt: Date;

  @Column({ name: 'blocked_until', type: instant, nullable: true })
  blockedUntil: Date | null;
}
