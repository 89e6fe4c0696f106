import 'reflect-metadata';
import type { OpenAPIObject } from '@nestjs/swagger';

/** For `npm run docs`: the description of the API as its sources say it. Metadata comes first, as in main.ts. */
export const apiDocument = async (): Promise<OpenAPIObject> => (await import('./describe-api')).describeApi();
