import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, json } from './column-types';

/** A single value of the installation: the key's check value, the setup token's hash, … */
@Entity('settings')
export class Setting {
  @PrimaryColumn({ type: 'varchar', length: 60 })
  id: string;

  @Column({ type: json })
  value: object;

  @Column({ name: 'updated_at', type: instant })
  updatedAt: Date;
}
