import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditLog } from './audit-log';
import { Clock } from './clock';
import { AccessGuard } from './guard/access.guard';
import { CrossSite } from './guard/cross-site';
import { Identify } from './guard/identify.service';
import { LoginController } from './login/login.controller';
import { Login } from './login/login.service';
import { Argon2id } from './passwords/argon2id';
import { Passwords } from './passwords/passwords.service';
import { PublicAddress } from './public-address';
import { LoginCookies } from './sessions/login-cookies';
import { LoginSessions } from './sessions/login-sessions.service';
import { SetupController } from './setup/setup.controller';
import { Setup } from './setup/setup.service';
import { ApiTokens } from './tokens/api-tokens.service';

/** Who may do what. Global: every feature records what it does, and the guard stands before every route. */
@Global()
@Module({
  controllers: [SetupController, LoginController],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    ApiTokens,
    Argon2id,
    AuditLog,
    Clock,
    CrossSite,
    Identify,
    Login,
    LoginCookies,
    LoginSessions,
    Passwords,
    PublicAddress,
    Setup,
  ],
  exports: [ApiTokens, AuditLog, Clock, Identify, LoginSessions, Passwords, PublicAddress],
})
export class AccountsModule {}
