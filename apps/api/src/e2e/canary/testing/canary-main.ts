// The service as it is, with a type of storage that has a secret and can be told to repeat it. For tests; no build has it.
import 'reflect-metadata';
import { drivers, type AnyDriver } from '@stowbase/storage';
import { talkativeDriver } from './talkative-driver';

// Before anything reads the list.
(drivers as AnyDriver[]).push(talkativeDriver);
await import('../../../boot');
