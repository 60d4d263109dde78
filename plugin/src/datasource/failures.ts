import { t } from '@grafana/i18n';

import { PROTOCOL } from './types';

/** What Grafana hands over when a request fails: a failed fetch, an error of one query, or anything that was thrown. */
interface Failure {
  message?: string;
  statusText?: string;
  status?: number;
  /** The answer's body: Grafana's own message, or the backend's problem with its `detail`. */
  data?: { message?: string; error?: string; detail?: string; messageId?: string };
}

/** As Grafana names it for a query, and for a resource or health call that no one answers. */
const AWAY =
  /plugin\.(connectionUnavailable|unavailable|requestFailureError|healthCheck)|plugin unavailable|code = Unavailable/i;
const GATEWAY = [502, 503, 504];

/** Why something failed and what to do, in a sentence: the words of the backend where it had any. */
export function inWords(failure: unknown): string {
  const { message, statusText, status = 0, data } = asFailure(failure);
  if (data?.detail) {
    return data.detail;
  }
  const said = data?.message ?? message ?? data?.error ?? statusText ?? '';
  if (data?.messageId === 'plugin.notRegistered') {
    return t(
      'datasource.failure.not-started',
      "Grafana could not start the data source's program. Its log says why; restart Grafana when that is settled."
    );
  }
  if (AWAY.test(`${data?.messageId} ${said}`) || (data && GATEWAY.includes(status))) {
    return t(
      'datasource.failure.away',
      'Presage does not answer. Check that it is running and that Grafana knows its address; it is asked again with the next refresh.'
    );
  }
  return said || t('datasource.failure.unknown', 'The request failed, and nobody said why.');
}

function asFailure(failure: unknown): Failure {
  if (typeof failure === 'string') {
    return { message: failure };
  }
  return typeof failure === 'object' && failure !== null ? failure : {};
}

/** What is wrong with the protocol that the backend says it speaks, in words; undefined when it is the plugin's own. */
export function protocolProblem(details: unknown): string | undefined {
  const spoken = (details as { protocol?: unknown } | null | undefined)?.protocol;
  if (spoken === PROTOCOL) {
    return undefined;
  }
  const versions = { spoken: String(spoken), own: PROTOCOL };
  if (typeof spoken !== 'number') {
    return t(
      'datasource.failure.no-protocol',
      'What answers there does not say that it is Presage. Check the address that Grafana knows.'
    );
  }
  return spoken < PROTOCOL
    ? t(
        'datasource.failure.backend-older',
        'Presage is older than this plugin: it speaks protocol {{spoken}}, the plugin {{own}}. Update Presage.',
        versions
      )
    : t(
        'datasource.failure.backend-newer',
        'Presage is newer than this plugin: it speaks protocol {{spoken}}, the plugin {{own}}. Update the plugin and restart Grafana.',
        versions
      );
}
