import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { syslogSchema } from './syslog.ts';

const schema = syslogSchema(z.string());
const TLS = { certificate: 'a.pem', key: 'a.key' };
const problems = (section: unknown) =>
  schema.safeParse(section).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

test('on loopback nothing but the port need be said', () => {
  expect(schema.parse({ listen: '127.0.0.1:5514' })).toEqual({
    listen: { address: '127.0.0.1', port: 5514 },
    protocols: ['tcp'],
    from: ['127.0.0.0/8', '::1'],
  });
  expect(schema.parse({ listen: '[::1]:5514', from: ['::1'] }).from).toEqual(['::1']);
});

test('TLS and networks are taken', () => {
  const section = { listen: '[::]:6514', protocols: ['tls', 'udp'], tls: TLS, from: ['10.0.0.0/8', '2001:db8::/32'] };
  expect(schema.parse(section)).toEqual({ ...section, listen: { address: '::', port: 6514 } });
});

describe('what is wrong is told', () => {
  test.each([
    ['5514', 'listen: expected an IP address and a port, such as 127.0.0.1:5514 or [::]:5514'],
    ['127.0.0.1', 'listen: expected an IP address and a port, such as 127.0.0.1:5514 or [::]:5514'],
    ['127.0.0.1:70000', 'listen: expected an IP address and a port, such as 127.0.0.1:5514 or [::]:5514'],
    ['::1:514', 'listen: expected an IP address and a port, such as 127.0.0.1:5514 or [::]:5514'],
    ['0.0.0.0:514', 'from: expected the addresses or networks that may send, as the port can be reached by others'],
  ])('listen: %s', (listen, expected) => {
    expect(problems({ listen })).toEqual([expected]);
  });

  const listen = '127.0.0.1:5514';
  test.each([
    [
      { protocols: ['tcp', 'tls'], tls: TLS },
      'protocols: expected tcp or tls, not both: they would have the same port',
    ],
    [{ protocols: ['tls'] }, 'tls: expected certificate and key, as protocols has tls'],
    [{ tls: TLS }, 'tls: expected tls among protocols, or no section tls'],
    [{ from: ['10.0.0.0/33'] }, 'from.0: expected an IP address, or a network such as 10.0.0.0/8'],
    [{ from: ['relay'] }, 'from.0: expected an IP address, or a network such as 10.0.0.0/8'],
  ])('%j', (more, expected) => {
    expect(problems({ listen, ...more })).toEqual([expected]);
  });
});
