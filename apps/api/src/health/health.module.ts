import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';
import { ReadinessChecks } from './readiness';

/** Whether it lives, and whether it can work. */
@Module({ controllers: [HealthController], providers: [ReadinessChecks] })
export class HealthModule {}
