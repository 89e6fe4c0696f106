import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module';
import { appOptions, configureApp } from './configure-app';
import { readConfig } from './config/env';
import { InstanceGuard } from './database/instance-guard';
import { openDatabase } from './database/open-database';
import { openSecretBox } from './secrets/open-secret-box';

const config = readConfig();
if (config.database.engine === 'sqlite') InstanceGuard.take(config.dataFolder);
const database = await openDatabase(config.database);
const secrets = await openSecretBox(config, database, (text) => new Logger('Secrets').warn(text));
const app = await NestFactory.create<NestExpressApplication>(AppModule.of(config, database, secrets), appOptions);
configureApp(app);
await app.listen(config.port, config.host);
