import { Injectable } from '@nestjs/common';

/** The time by which sessions, tokens, codes and delays are judged; tests set it forward. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
