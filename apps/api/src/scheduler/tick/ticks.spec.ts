import 'reflect-metadata';
import { describeTicks } from '../testing/describe-ticks';

describe('the times of schedules (SQLite)', () => describeTicks(() => undefined));
