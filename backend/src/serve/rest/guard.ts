import { isIPv4 } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { Problem } from './problem.ts';

/** Headers that keep a browser from doing with the page what it never needs; plain HTTP stays plain HTTP. */
export function securityHeaders(): RequestHandler {
  return helmet({
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        // Emotion writes the page's styles into style elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
      },
    },
  });
}

/** True for an address or name that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * While listening on loopback, refuses a request whose Host header names another host: a page of the web whose name was
 * made to point at this machine (DNS rebinding) would read the answers otherwise.
 */
export function hostCheck(onLoopback: () => boolean): RequestHandler {
  return (request, _response, next) => {
    if (onLoopback() && !isLoopback(hostName(request.headers.host ?? ''))) {
      throw new Problem(
        'misdirected-request',
        'Ask for localhost, 127.0.0.1 or [::1]: Presage listens on loopback only.',
      );
    }
    next();
  };
}

/** The name in a Host header, without port and without the brackets of an IPv6 address. */
function hostName(header: string): string {
  return header
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
