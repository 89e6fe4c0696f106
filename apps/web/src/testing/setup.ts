import '@angular/localize/init';
import { getTestBed } from '@angular/core/testing';
import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless/index.mjs';

// A worker loads Angular once for all its specs (tools/test/kept-modules.cjs), and this file for each.
const isSetUp = getTestBed().ngModule !== null;
if (!isSetUp) setupZonelessTestEnv({ errorOnUnknownElements: true, errorOnUnknownProperties: true });
// What Angular does by itself for the spec that loads it.
afterEach(() => getTestBed().resetTestingModule());
