import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { grafanaSchema } from './grafana.ts';

const schema = grafanaSchema(z.string(), z.string());

describe('where the data source of Grafana is served', () => {
  test.each(['off', 'unix:/run/presage.sock', '127.0.0.1:4501', 'localhost:4501', '[::1]:4501'])(
    '%s needs no token',
    (listen) => {
      expect(schema.parse({ listen }).listen).toBe(listen);
    },
  );

  test.each(['0.0.0.0:4501', '192.0.2.1:4501', '[::]:4501', 'presage.example.net:4501'])('%s needs one', (listen) => {
    expect(schema.safeParse({ listen }).error?.issues[0]).toMatchObject({ path: ['listen'] });
    expect(schema.safeParse({ listen, token: 'secret' }).success).toBe(true);
    expect(schema.safeParse({ listen, token_file: 'file' }).success).toBe(true);
  });

  test.each(['', '4501', ':4501', 'unix:', 'unix:relative', '::1:4501', 'host:port'])(
    '"%s" is no address',
    (listen) => {
      expect(schema.safeParse({ listen, token: 'secret' }).success).toBe(false);
    },
  );

  test('one token is enough', () => {
    expect(schema.safeParse({ token: 'one', token_file: 'other' }).success).toBe(false);
  });
});
