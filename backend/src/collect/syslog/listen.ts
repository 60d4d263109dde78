import { PresageError, reason } from '../../errors.ts';

/** Where messages of syslog are received. */
export interface Listening {
  /** Such as `udp 127.0.0.1:5514`. */
  readonly name: string;
  readonly port: number;
  close(): Promise<void>;
}

export const listeningName = (protocol: string, address: string, port: number): string =>
  `${protocol} ${address.includes(':') ? `[${address}]` : address}:${port}`;

/** Why an address cannot be listened on, and what to do. */
export function listenError(error: NodeJS.ErrnoException, protocol: string, address: string, port: number) {
  const where = listeningName(protocol, address, port);
  if (error.code === 'EADDRINUSE') {
    const message = `${where} is in use: stop the other receiver of syslog or set syslog.listen to a free port`;
    return new PresageError('PORT_IN_USE', message, { cause: error });
  }
  const remedy =
    error.code === 'EACCES'
      ? 'this user may not open ports below 1024; set syslog.listen to port 5514 and let the relay send there'
      : 'set syslog.listen to an address of this machine';
  return new PresageError('ADDRESS_UNUSABLE', `cannot listen on ${where} (${reason(error)}): ${remedy}`, {
    cause: error,
  });
}
