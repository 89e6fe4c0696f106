import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditLog } from './audit-log';
import { AuditController } from './audit/audit.controller';
import { Clock } from './clock';
import { AccessGuard } from './guard/access.guard';
import { CrossSite } from './guard/cross-site';
import { CurrentRole } from './guard/current-role.service';
import { Identify } from './guard/identify.service';
import { Confirmation } from './login/confirmation.service';
import { LoginController } from './login/login.controller';
import { Login } from './login/login.service';
import { SessionStateController } from './login/session-state.controller';
import { Argon2id } from './passwords/argon2id';
import { Passwords } from './passwords/passwords.service';
import { StoredPassword } from './passwords/stored-password.service';
import { ProfileController } from './profile/profile.controller';
import { Profile } from './profile/profile.service';
import { PublicAddress } from './public-address';
import { LoginCookies } from './sessions/login-cookies';
import { LoginSessions } from './sessions/login-sessions.service';
import { SessionsController } from './sessions/sessions.controller';
import { SetupController } from './setup/setup.controller';
import { Setup } from './setup/setup.service';
import { KnownDevices } from './throttle/known-devices.service';
import { LoginThrottles } from './throttle/login-throttle.service';
import { ApiTokens } from './tokens/api-tokens.service';
import { TokensController } from './tokens/tokens.controller';
import { SecondFactor } from './totp/second-factor.service';
import { TotpController } from './totp/totp.controller';
import { Totp } from './totp/totp.service';
import { PasswordLinks } from './users/password-links.service';
import { UsersController } from './users/users.controller';
import { Users } from './users/users.service';

/** Who may do what. Global: every feature records what it does, and the guard stands before every route. */
@Global()
@Module({
  controllers: [
    SetupController,
    LoginController,
    SessionStateController,
    ProfileController,
    TotpController,
    SessionsController,
    UsersController,
    TokensController,
    AuditController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    ApiTokens,
    Argon2id,
    AuditLog,
    Clock,
    Confirmation,
    CrossSite,
    CurrentRole,
    Identify,
    KnownDevices,
    Login,
    LoginCookies,
    LoginSessions,
    LoginThrottles,
    PasswordLinks,
    Passwords,
    Profile,
    PublicAddress,
    SecondFactor,
    Setup,
    StoredPassword,
    Totp,
    Users,
  ],
  exports: [ApiTokens, AuditLog, Clock, CurrentRole, Identify, LoginSessions, Passwords, PublicAddress],
})
export class AccountsModule {}
