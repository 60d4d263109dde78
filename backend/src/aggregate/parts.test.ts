import { MINUTE } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { hourDelays, minuteDelays } from './delays.ts';
import { failureCounter } from './failures.ts';
import { minuteCounter } from './minutes.ts';
import { sessionCounter } from './sessions.ts';
import { partSuite } from './suite.ts';
import { targetCounter } from './targets.ts';
import { trafficCounter } from './traffic.ts';

const options = { source: 'x', zone: zone('Europe/Berlin'), interimPeriod: 10 * MINUTE };

partSuite('targets', (state) => targetCounter(options, state));
partSuite('sessions', (state) => sessionCounter(options, state));
partSuite('traffic', (state) => trafficCounter(options, state));
partSuite('minutes', (state) => minuteCounter(options, state));
partSuite('failures', (state) => failureCounter(options, state));
partSuite('delays of hours', (state) => hourDelays(options, state));
partSuite('delays of minutes', (state) => minuteDelays(options, state));
