import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { neededExecutable, neededFile } from './needs.ts';
import { freePort } from './snmpd.ts';

const PATIENCE = 20_000;
const SECRET = 'shared-secret';
const RADDB = '/etc/freeradius/3.0';

/** What of Debian's packages is needed to run a FreeRADIUS; undefined where it is absent. */
export function neededFreeradius() {
  const server = neededExecutable('freeradius', 'freeradius');
  const client = neededExecutable('radclient', 'freeradius-utils');
  const linelog = server && neededFile(join(RADDB, 'mods-available/linelog'), 'freeradius');
  return server && client && linelog ? { server, client } : undefined;
}

/** A FreeRADIUS of its own on loopback, which writes radius.log, detail files and linelogs. */
export interface Freeradius {
  /** Sends a packet of these attributes, as radclient takes them, and waits for the answer. */
  send(kind: 'auth' | 'acct', attributes: readonly string[]): Promise<void>;
  /** The content of the log whose path in its log folder begins so. */
  read(path: string): Buffer;
  stop(): Promise<void>;
}

/**
 * Starts a server with the modules `detail` and `linelog` as Debian delivers them, but for the date that linelog lacks, and
 * lines of the file `users`.
 */
export async function startFreeradius(
  { server, client }: NonNullable<ReturnType<typeof neededFreeradius>>,
  users: readonly string[],
): Promise<Freeradius> {
  const folder = mkdtempSync(join(tmpdir(), 'presage-freeradius-'));
  const ports = { auth: await freePort(), acct: await freePort() };
  const linelog = readFileSync(join(RADDB, 'mods-available/linelog'), 'utf8');
  // The same as the command in docs/reference/formats/freeradius-linelog.md.
  const dated = linelog.replaceAll(/^(?!.*reference)(.*= ")([A-Z])/gm, '$1%t $2');
  writeFileSync(join(folder, 'linelog.conf'), dated);
  writeFileSync(join(folder, 'users'), `${users.join('\n')}\n`);
  writeFileSync(join(folder, 'radiusd.conf'), configuration(folder, ports));
  const log = join(folder, 'radius.log');
  const child = spawn(server, ['-f', '-d', folder, '-l', log], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const said = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  const latest = Date.now() + PATIENCE;
  while (!said().includes('Ready to process requests')) {
    if (child.exitCode !== null || Date.now() > latest) {
      const message = `FreeRADIUS did not start: ${said()}`;
      child.kill();
      rmSync(folder, { recursive: true });
      throw new Error(message);
    }
    await wait(50);
  }
  return {
    async send(kind, attributes) {
      const asked = spawn(client, ['-r', '1', '-t', '10', `127.0.0.1:${ports[kind]}`, kind, SECRET], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      asked.stdin!.end(`${attributes.join('\n')}\n`);
      // 1 is a rejection, too.
      await once(asked, 'exit');
    },
    read(path) {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      return readFileSync(join(folder, names.find((name) => name.startsWith(path))!));
    },
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

const configuration = (folder: string, { auth, acct }: { auth: number; acct: number }) => `
name = radiusd
logdir = ${folder}
raddbdir = ${folder}
radacctdir = ${folder}/radacct
libdir = /usr/lib/freeradius
run_dir = ${folder}
log {
  destination = files
  file = ${folder}/radius.log
  auth = yes
  auth_badpass = yes
  auth_goodpass = yes
}
security {
  reject_delay = 0
}
client bras-1 {
  ipaddr = 127.0.0.1
  secret = ${SECRET}
}
modules {
  pap {
  }
  chap {
  }
  expr {
  }
  files {
    filename = ${folder}/users
  }
  $INCLUDE ${RADDB}/mods-available/always
  $INCLUDE ${RADDB}/mods-available/detail
  $INCLUDE ${RADDB}/mods-available/detail.log
  $INCLUDE ${folder}/linelog.conf
}
policy {
  $INCLUDE ${RADDB}/policy.d/accounting
  $INCLUDE ${RADDB}/policy.d/filter
}
server default {
  listen {
    type = auth
    ipaddr = 127.0.0.1
    port = ${auth}
  }
  listen {
    type = acct
    ipaddr = 127.0.0.1
    port = ${acct}
  }
  authorize {
    auth_log
    filter_username
    chap
    files
    pap
  }
  authenticate {
    Auth-Type PAP {
      pap
    }
    Auth-Type CHAP {
      chap
    }
  }
  preacct {
    acct_unique
  }
  accounting {
    detail
    log_accounting
  }
  post-auth {
    if (&User-Name == "late") {
      reject
    }
    reply_log
    linelog
    Post-Auth-Type REJECT {
      linelog
      reply_log
    }
  }
}
`;
