import { causeOf } from '../cause.ts';
import { withoutEscapes } from '../escapes.ts';

/** What a message of the server says of an authentication. */
export interface Authentication {
  /** The number of the request; FreeRADIUS 2 has none. */
  readonly request: number | undefined;
  /** True of a rejection that another line of the same request tells. */
  readonly announced: boolean;
  readonly login: string;
  /** Name of the client in clients.conf. */
  readonly client: string;
  readonly status: string;
  readonly failed: boolean;
  /** The cause of a rejection, where the message names one. */
  readonly cause: string | undefined;
}

const REQUEST = /^\s{0,20}\((\d{1,15})\)\s*/;
const OK = 'Login OK';
/** How every rejection is told. */
export const INCORRECT = 'Login incorrect';
/** Its brackets hold how many are allowed, not a cause. */
const MULTIPLE = 'Multiple logins';
const OUTCOMES = [OK, INCORRECT, 'Invalid user', 'Rejected in post-auth', MULTIPLE];
/** Causes that are told at once, before the line that tells every rejection. */
const OF_HOME_SERVER = [' (Home Server says so)', ' (Home Server failed to respond)'];

const CLIENT = '] (from client ';
const PORT = / port \d+(?: |\))/;
/** What stands in the place of a password that is not known as text. */
const NO_PASSWORD = /\/<(?:CHAP-Password|no (?:User-)?Password attribute|via Auth-Type = [^<>/]*)>$/;
const NO_LOGIN = '<no User-Name attribute>';

/**
 * Reads what follows the level of a line; 'other' is a message of something else. FreeRADIUS 3, which numbers requests, writes a
 * line `Login incorrect` of each rejection, and where it was rejected elsewhere a line that says so before it.
 */
export function readMessage(text: string): Authentication | 'other' | 'cut short' {
  const number = REQUEST.exec(text);
  const message = text.slice(number?.[0].length ?? 0);
  const outcome = OUTCOMES.find((known) => message.startsWith(known));
  if (outcome === undefined) return 'other';

  const withCause = outcome !== MULTIPLE && message.startsWith(' (', outcome.length);
  const opening = message.indexOf(withCause ? '): [' : ': [', outcome.length);
  // The last one: a login may hold the same words, what follows it does not.
  const closing = message.lastIndexOf(CLIENT);
  if (opening < 0 || closing <= opening) return 'cut short';
  const status = message.slice(0, withCause ? opening + 1 : opening);
  const place = message.slice(closing + CLIENT.length);
  const port = PORT.exec(place);
  if (!port || !place.includes(')')) return 'cut short';

  const failed = outcome !== OK;
  const told = !failed || (outcome === INCORRECT && !OF_HOME_SERVER.includes(status.slice(outcome.length)));
  const login = loginOf(message.slice(message.indexOf('[', opening) + 1, closing));
  const named = withCause ? causeOf(status.slice(outcome.length + 2, -1), login) : '';
  return {
    request: number ? Number(number[1]) : undefined,
    announced: number !== null && !told,
    login,
    client: place.slice(0, port.index),
    status,
    failed,
    // The plain words `Login incorrect` name none.
    cause: failed ? named || (outcome === INCORRECT ? undefined : outcome) : undefined,
  };
}

/**
 * The login of `login` or `login/password`. Whether passwords are written nobody knows of a single line, so what follows the
 * first slash may be one and is not taken, unless the server says that there was none.
 */
function loginOf(inside: string): string {
  const marked = NO_PASSWORD.exec(inside);
  const slash = inside.indexOf('/');
  const login = inside.slice(0, marked ? marked.index : slash < 0 ? undefined : slash);
  return login === NO_LOGIN ? '' : withoutEscapes(login);
}
