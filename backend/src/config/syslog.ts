import { isIP } from 'node:net';
import { z } from 'zod';

const LOOPBACK = /^(127\.|::1$)/;
/** Who may send where nobody is named, and only this machine can. */
const THIS_MACHINE = ['127.0.0.0/8', '::1'];

const listen = () =>
  z.string().transform((text, context) => {
    const [, bracketed, plain, port] = /^(?:\[([0-9A-Fa-f:.]+)\]|([\d.]+)):(\d{1,5})$/.exec(text) ?? [];
    const address = bracketed ?? plain ?? '';
    if (isIP(address) !== 0 && Number(port) <= 65_535) return { address, port: Number(port) };
    const message = 'expected an IP address and a port, such as 127.0.0.1:5514 or [::]:5514';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** True for an IP address, or a network such as 10.0.0.0/8. */
function isNetwork(text: string): boolean {
  const [, address, length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address ?? '');
  return version !== 0 && Number(length ?? 0) <= (version === 4 ? 32 : 128);
}

/** The section `syslog` of a log source: where its lines are received, and from whom. `file`: the path of a file that can be read. */
export function syslogSchema<F extends z.ZodType<string>>(file: F) {
  return z
    .strictObject({
      listen: listen().describe('Address and port to listen on, such as 127.0.0.1:5514.'),
      protocols: z
        .array(z.enum(['udp', 'tcp', 'tls']))
        .min(1)
        .default(['tcp'])
        .describe('Any of udp, tcp and tls; tcp and tls have one port, so only one of them.'),
      tls: z
        .strictObject({
          certificate: file.describe('PEM file of the certificate, with those that lead to its authority.'),
          key: file.describe('PEM file of its key.'),
          client_ca: file
            .optional()
            .describe('PEM file of the authorities whose clients may connect; default: any client.'),
        })
        .optional(),
      from: z
        .array(z.string().refine(isNetwork, { error: 'expected an IP address, or a network such as 10.0.0.0/8' }))
        .min(1)
        .optional()
        .describe('Addresses and networks that may send; default: this machine, where nobody else can reach the port.'),
    })
    .superRefine(({ protocols, tls }, context) => {
      const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
      if (protocols.includes('tcp') && protocols.includes('tls')) {
        issue('protocols', 'expected tcp or tls, not both: they would have the same port');
      }
      if (protocols.includes('tls') && !tls) issue('tls', 'expected certificate and key, as protocols has tls');
      if (tls && !protocols.includes('tls')) issue('tls', 'expected tls among protocols, or no section tls');
    })
    .transform(({ from, ...section }, context) => {
      if (from || LOOPBACK.test(section.listen.address)) return { ...section, from: from ?? THIS_MACHINE };
      const message = 'expected the addresses or networks that may send, as the port can be reached by others';
      context.addIssue({ code: 'custom', path: ['from'], message });
      return z.NEVER;
    });
}
