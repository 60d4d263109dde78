import { causeOf } from '../cause.ts';
import { withoutEscapes } from '../escapes.ts';

/** What a message of the server says of an authentication. */
export interface Authentication {
  readonly login: string;
  /** Name of the client in clients.conf. */
  readonly client: string;
  readonly status: string;
  readonly failure: string | undefined;
}

const REQUEST = /^\(\d+\)\s*/;
const OK = 'Login OK';
const INCORRECT = 'Login incorrect';
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
 * Reads what follows the level of a line. 'other' is a message of something else, or one that another line of the same
 * request follows to tell the rejection: FreeRADIUS 3, which numbers requests, writes a line `Login incorrect` of each.
 */
export function readMessage(text: string): Authentication | 'other' | 'cut short' {
  const number = REQUEST.exec(text)?.[0] ?? '';
  const message = text.slice(number.length);
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

  const follows = outcome !== OK && (outcome !== INCORRECT || OF_HOME_SERVER.includes(status.slice(outcome.length)));
  if (number !== '' && follows) return 'other';
  const login = loginOf(message.slice(message.indexOf('[', opening) + 1, closing));
  const cause = withCause ? causeOf(status.slice(outcome.length + 2, -1), login) : '';
  return {
    login,
    client: place.slice(0, port.index),
    status,
    failure: outcome === OK ? undefined : cause || outcome,
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
