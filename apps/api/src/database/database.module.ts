import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Database } from './database';

/** The open records, for every feature. Opened before Nest starts: what is wrong with them ends the start with one sentence. */
@Global()
@Module({})
export class DatabaseModule {
  static of(database: Database): DynamicModule {
    return { module: DatabaseModule, providers: [{ provide: Database, useValue: database }], exports: [Database] };
  }
}
