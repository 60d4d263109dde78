import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../model/secret.ts';
import type { Call } from './protocol.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** True when a call brings the token, or none is demanded. Takes the same time whatever is wrong. */
export function isAllowed({ pluginContext }: Call, token: Secret | undefined): boolean {
  if (!token) return true;
  const given = pluginContext?.dataSourceInstanceSettings?.decryptedSecureJsonData.token ?? '';
  return timingSafeEqual(digest(given), digest(token.reveal()));
}

/** What is said to whoever has no right token. */
export const WRONG_TOKEN =
  'the token is missing or wrong: enter the token of the backend (grafana.token, grafana.token_file) in the settings of the data source';
