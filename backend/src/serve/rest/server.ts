import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';
import { closest } from 'fastest-levenshtein';
import { PresageError, reason } from '../../errors.ts';
import type { User } from '../../model/incident.ts';
import type { RestDependencies } from './dependencies.ts';
import { ENDPOINTS } from './endpoints.ts';
import { hostCheck, isLoopback, securityHeaders } from './guard.ts';
import { type Endpoint, type Operation, operationsOf } from './operation.ts';
import { page } from './page.ts';
import { Problem, problemHandler } from './problem.ts';

const BODY_LIMIT = 100 * 1024;
/** Whoever reaches the loopback interface may operate; elsewhere nobody is known here, so that they only read. */
const userOf = (onLoopback: boolean): User => ({ login: 'rest', role: onLoopback ? 'Editor' : 'Viewer' });
/** How long an answer under way may still take once the service is told to stop, in milliseconds. */
const GRACE = 800;

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface RestServer {
  /** Listens; port 0 takes a free one. Resolves to the real address; rejects with PORT_IN_USE or ADDRESS_UNUSABLE. */
  listen(address: Address): Promise<Address>;
  /** Takes no new connections, and ends the open ones within a second. */
  close(): Promise<void>;
}

/** The REST service, the page and the metrics, on one port. */
export function createRestServer(dependencies: RestDependencies): RestServer {
  let onLoopback = true;
  const server = createServer(createApplication(dependencies, () => onLoopback));
  return {
    async listen(address) {
      await new Promise<void>((resolve, reject) => {
        const fail = (error: NodeJS.ErrnoException) => reject(listenError(error, address));
        server.once('error', fail);
        server.listen(address.port, address.host, () => {
          server.off('error', fail);
          resolve();
        });
      });
      const { address: host, port } = server.address() as AddressInfo;
      onLoopback = isLoopback(host);
      return { host, port };
    },
    async close() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const end = setTimeout(() => server.closeAllConnections(), GRACE);
      await closed;
      clearTimeout(end);
    },
  };
}

function listenError(error: NodeJS.ErrnoException, { host, port }: Address): PresageError {
  if (error.code === 'EADDRINUSE') {
    const remedy = 'stop the other process or set serve.port (--port) to a free port';
    return new PresageError('PORT_IN_USE', `port ${port} on ${host} is in use: ${remedy}`, { cause: error });
  }
  const remedy = 'set serve.host to an address of this machine and serve.port to a port this user may open';
  return new PresageError('ADDRESS_UNUSABLE', `cannot listen on ${host}, port ${port} (${reason(error)}): ${remedy}`, {
    cause: error,
  });
}

function createApplication(dependencies: RestDependencies, onLoopback: () => boolean): Express {
  const application = express();
  application.disable('etag');
  application.use(securityHeaders(), hostCheck(onLoopback));
  for (const endpoint of ENDPOINTS) addEndpoint(application, endpoint, dependencies, onLoopback);
  application.use(page(dependencies.pageFolder));
  application.use(notFound, problemHandler(dependencies.logger));
  return application;
}

function addEndpoint(
  application: Express,
  endpoint: Endpoint,
  dependencies: RestDependencies,
  onLoopback: () => boolean,
): void {
  const { path } = endpoint;
  const operations = operationsOf(endpoint);
  const route = application.route(path.replace(/\{(\w+)\}/g, ':$1'));
  for (const [method, operation] of operations) {
    const readBody = method === 'post' || method === 'put' ? [express.json({ limit: BODY_LIMIT })] : [];
    route[method](...readBody, answering(operation, dependencies, onLoopback));
  }
  const allowed = operations
    .flatMap(([method]) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]))
    .join(', ');
  route.all((request) => {
    const detail = `${path} answers ${allowed}, not ${request.method}.`;
    throw new Problem('method-not-allowed', detail, { headers: { Allow: allowed } });
  });
}

function answering(operation: Operation, dependencies: RestDependencies, onLoopback: () => boolean): RequestHandler {
  return async (request, response) => {
    const answer = await operation.run(request, { ...dependencies, user: userOf(onLoopback()) }, response);
    if (answer === undefined) return;
    response.set('Cache-Control', 'no-store').type(operation.answer.type);
    response.send(typeof answer === 'string' ? answer : JSON.stringify(answer));
  };
}

const notFound: RequestHandler = (request) => {
  const near = closest(
    request.path,
    ENDPOINTS.map(({ path }) => path),
  );
  throw new Problem(
    'not-found',
    `Nothing is at ${request.path}; the nearest path is ${near}. All are listed at /docs.`,
  );
};
