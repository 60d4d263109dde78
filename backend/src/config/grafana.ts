import { z } from 'zod';

const LISTEN = /^(off|unix:\/.+|\[[0-9A-Fa-f:]+\]:\d{1,5}|[^\s:[\]]+:\d{1,5})$/;
/** Addresses that only this machine can reach. */
const LOCAL = /^(off|unix:\/.+|localhost:\d+|127(\.\d{1,3}){3}:\d+|\[::1\]:\d+)$/;

/** The section `grafana`: where its data source is served, and the token it must bring. */
export function grafanaSchema<S extends z.ZodType, F extends z.ZodType>(secret: S, secretFile: F) {
  return z
    .strictObject({
      listen: z
        .string()
        .regex(LISTEN, { error: 'expected HOST:PORT, unix:/PATH or off' })
        .default('127.0.0.1:4501')
        .describe('Where the data source of Grafana is served.'),
      token: secret.optional().describe('What the data source must bring.'),
      token_file: secretFile.optional().describe('A file that holds it.'),
    })
    .superRefine(({ listen, token, token_file }, context) => {
      if (token !== undefined && token_file !== undefined) {
        context.addIssue({ code: 'custom', path: ['token_file'], message: 'expected token or token_file, not both' });
      }
      if (LOCAL.test(listen) || token !== undefined || token_file !== undefined) return;
      const message = 'expected a loopback address or unix:/PATH, or a token (token, token_file) that protects it';
      context.addIssue({ code: 'custom', path: ['listen'], message });
    });
}
