import { drivers, type AnyDriver } from '@stowbase/storage';
import { vaultDriver } from './vault-driver';

// The one line that a type of storage costs. To be imported before anything that reads the list.
(drivers as AnyDriver[]).push(vaultDriver);
