import { t } from '@grafana/i18n';

import { protocolProblem } from '../../datasource/failures';
import { duration } from '../../incidents/words';
import { Answered } from '../ask/useAnswer';
import { Health } from '../status/answers';
import { STALE } from '../status/checks';

/** Why what is shown cannot be relied on, and what to do about it. */
export interface Doubt {
  title: string;
  advice: string;
}

/** React escapes what it shows. */
const RAW = { interpolation: { escapeValue: false } };

/** What speaks against what is shown; undefined while it can be relied on, `unknown` before the first answer. */
export function doubtOf({ answer, problem }: Answered<Health>): Doubt | 'unknown' | undefined {
  if (problem !== undefined) {
    return {
      title: t('overview.doubt.away', 'Grafana cannot reach Presage: what is shown may be out of date'),
      advice: t('overview.doubt.away-advice', 'See that Presage runs and that the data source knows it. {{problem}}', {
        problem,
        ...RAW,
      }),
    };
  }
  if (answer === undefined) {
    return 'unknown';
  }
  const mismatch = protocolProblem(answer.details);
  if (mismatch !== undefined) {
    return { title: t('overview.doubt.protocol', 'Plugin and Presage do not understand each other'), advice: mismatch };
  }
  const age = answer.details?.newestSampleAge;
  if (age === null || age === undefined) {
    return {
      title: t('overview.doubt.nothing', 'Nothing has been measured yet'),
      advice: t('overview.doubt.nothing-advice', 'Name devices and log files in the configuration of Presage.'),
    };
  }
  if (age > STALE) {
    return {
      title: t('overview.doubt.stale', 'Nothing has been measured for {{age}}: the network may look different now', {
        age: duration(age),
        ...RAW,
      }),
      advice: t('overview.doubt.stale-advice', 'See that the devices and the log files can be reached from Presage.'),
    };
  }
  return answer.status === 'ERROR'
    ? {
        title: t('overview.doubt.unwell', 'Presage is not well: something may be missing here'),
        advice: answer.message,
      }
    : undefined;
}
