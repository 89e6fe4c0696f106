import type { Provider, Type } from '@nestjs/common';
import { storageEndpoints } from '../storage-endpoints';
import { ConnectedAccounts } from './connected-accounts.service';
import { GoogleClients } from './google/google-clients.service';
import { GoogleConnectController } from './google/google-connect.controller';
import { GoogleConnect } from './google/google-connect.service';
import { GoogleOAuth } from './google/google-oauth';
import { LoginFlow } from './nextcloud/login-flow';
import { NextcloudConnectController } from './nextcloud/nextcloud-connect.controller';
import { NextcloudConnect } from './nextcloud/nextcloud-connect.service';
import { PendingCredentials } from './pending-credentials.service';

export const connectControllers: Type[] = [GoogleConnectController, NextcloudConnectController];

/** Accounts at providers, connected in the user's own browser. */
export const connectProviders: Provider[] = [
  storageEndpoints,
  PendingCredentials,
  ConnectedAccounts,
  GoogleClients,
  GoogleOAuth,
  GoogleConnect,
  LoginFlow,
  NextcloudConnect,
];
