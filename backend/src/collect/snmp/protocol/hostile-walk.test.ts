import { afterEach, describe, expect, test } from 'vitest';
import type { Message } from '../../../simulate/agent/message.ts';
import { compareOids } from '../../../simulate/agent/oid.ts';
import {
  closePeers,
  DEVICE,
  failing,
  honest,
  IF_NAME,
  IN_OCTETS,
  OPER_STATUS,
  OUT_OCTETS,
  octets,
  oid,
  peer,
  ROWS,
  type Send,
  saying,
  sessionTo,
} from '../../../test/snmp-peer.ts';

afterEach(closePeers);

describe('a walk', () => {
  const walk = async (behave: (request: Message, send: Send) => void, columns = [IF_NAME], options = {}) =>
    sessionTo(await peer(behave), options).walk(columns);

  test('reads columns side by side, each to its end', async () => {
    const { columns, errors } = await walk((request, send) => send(honest(request)), [IF_NAME, IN_OCTETS, OPER_STATUS]);
    expect(errors).toEqual([]);
    expect(columns.map(({ size }) => size)).toEqual([ROWS, ROWS, ROWS]);
    expect(columns[1]!.get('30')).toBe(2n ** 60n + 30n);
  });

  test('that never ends is stopped at the row limit, in words', async () => {
    const { columns, errors } = await walk((request, send) => {
      const last = request.bindings[0]!.oid;
      const from = last.length > oid(IF_NAME).length ? last.at(-1)! : 0;
      send(
        saying(
          request,
          Array.from({ length: 200 }, (_, row) => [`${IF_NAME}.${from + row + 1}`, octets('port')]),
        ),
      );
    });
    expect(columns[0]!.size).toBeLessThan(20_500);
    expect(errors.join()).toMatch(/more than 20000 rows/);
  }, 60_000);

  test('that repeats an OID ends, in words', async () => {
    let asked = 0;
    const { columns, errors } = await walk((request, send) => {
      asked++;
      send(saying(request, [[`${IF_NAME}.1`, octets('port1')]]));
    });
    expect([...columns[0]!.keys()]).toEqual(['1']);
    expect(errors.join()).toContain(`repeats ${IF_NAME}.1`);
    expect(asked).toBe(2);
  });

  test('that goes back within the column ends, in words', async () => {
    const { columns, errors } = await walk((request, send) =>
      send(
        saying(
          request,
          [5, 6, 4].map((row) => [`${IF_NAME}.${row}`, octets('port')] as const),
        ),
      ),
    );
    expect([...columns[0]!.keys()]).toEqual(['5', '6']);
    expect(errors.join()).toMatch(/goes back/);
  });

  test('that goes back before the column ends, in words', async () => {
    const { columns, errors } = await walk((request, send) =>
      send(
        saying(request, [
          [`${IF_NAME}.5`, octets('port')],
          ['1.3.6.1.2.1.1.1.0', octets('A switch')],
        ]),
      ),
    );
    expect([...columns[0]!.keys()]).toEqual(['5']);
    expect(errors.join()).toMatch(/goes back/);
  });

  test('that is answered with no variables ends, in words', async () => {
    const { columns, errors } = await walk((request, send) => send(saying(request, [])));
    expect(columns[0]!.size).toBe(0);
    expect(errors.join()).toMatch(/answered nothing/);
  });

  test('asks for less where the answer would be too big', async () => {
    const { columns, errors } = await walk(
      (request, send) =>
        send(
          request.type === 'getBulk' && request.second * request.bindings.length > 6
            ? failing(request, 1)
            : honest(request),
        ),
      [IF_NAME, IN_OCTETS],
    );
    expect(columns.map(({ size }) => size)).toEqual([ROWS, ROWS]);
    expect(errors).toEqual([]);
  });

  test('asks for less where big answers get lost', async () => {
    const { columns, errors } = await walk(
      (request, send) => request.second <= 5 && send(honest(request)),
      [IF_NAME, IN_OCTETS],
      { timeout: 40 },
    );
    expect(columns.map(({ size }) => size)).toEqual([ROWS, ROWS]);
    expect(errors).toEqual([]);
  });

  test('learns from two readings in a row what a device cannot answer, and not from one', async () => {
    let lost = 0;
    let patient = true;
    const port = await peer((request, send) => {
      if (patient || request.second <= 5) send(honest(request));
      else lost++;
    });
    const session = sessionTo(port, { timeout: 40 });
    const lostIn = async (answersAll: boolean) => {
      patient = answersAll;
      lost = 0;
      session.begin();
      expect((await session.walk([IF_NAME, IN_OCTETS])).columns.map(({ size }) => size)).toEqual([ROWS, ROWS]);
      return lost;
    };
    expect(await lostIn(false)).toBeGreaterThan(0);
    expect(await lostIn(true)).toBe(0);
    expect(await lostIn(false)).toBeGreaterThan(0);
    expect(await lostIn(false)).toBeGreaterThan(0);
    expect(await lostIn(false)).toBe(0);
  });

  test.each([
    ['reports an error', (request: Message) => failing(request, 5)],
    ['does not answer', () => undefined],
  ] as const)('goes by GETNEXT where the device %s to GETBULK', async (_, toBulk) => {
    const { columns, errors } = await walk(
      (request, send) => send(request.type === 'getBulk' ? toBulk(request) : honest(request)),
      [IF_NAME, OPER_STATUS],
      { timeout: 30 },
    );
    expect(columns.map(({ size }) => size)).toEqual([ROWS, ROWS]);
    expect(errors).toEqual([]);
  });

  test('ends at the end of a version 1 agent, which reports no such name', async () => {
    const { columns, errors } = await walk(
      (request, send) => {
        if (request.type === 'getBulk') return send(failing(request, 5));
        const after = request.bindings.some(({ oid: name }) => compareOids(name, oid(`${OUT_OCTETS}.${ROWS}`)) >= 0);
        return send(after ? failing(request, 2) : honest(request));
      },
      [IF_NAME, OUT_OCTETS],
    );
    expect(columns.map(({ size }) => size)).toEqual([ROWS, ROWS]);
    expect(errors).toEqual([]);
  });

  test('does not go on asking a device that falls silent at the rows after a bad one', async () => {
    const many = Array.from({ length: 400 }, (_, row) => [`${IF_NAME}.${row + 1}`, octets('port')] as const);
    let gets = 0;
    const { columns, errors } = await walk(
      (request, send) => {
        if (request.type === 'get') gets++;
        const [first] = request.bindings;
        const inNames = request.bindings.length === 1 && compareOids(first!.oid, oid(IN_OCTETS)) < 0;
        if (request.type === 'get') return;
        if (!inNames) return send(failing(request, 5));
        const from = first!.oid.length > oid(IF_NAME).length ? first!.oid.at(-1)! : 0;
        const rest = many.slice(from, from + request.second);
        send(saying(request, rest.length > 0 ? rest : [[`${IN_OCTETS}.1`, octets('beyond')]]));
      },
      [IF_NAME, IN_OCTETS],
      { timeout: 100 },
    );
    expect(columns.map(({ size }) => size)).toEqual([400, 0]);
    expect(gets).toBe(1);
    expect(errors.join()).toContain('no answer');
  });

  test('loses only the row that the device cannot read', async () => {
    const bad = oid(`${IN_OCTETS}.7`);
    const breaks = (request: Message) => {
      const first = request.bindings.map(({ oid: name }) => name);
      if (request.type === 'get') return first.some((name) => compareOids(name, bad) === 0);
      const reach = request.type === 'getBulk' ? request.second : 1;
      return first.some((name) => {
        let at = name;
        for (let step = 0; step < reach; step++) {
          const next = DEVICE.next(at);
          if (!next) return false;
          if (compareOids(next.oid, bad) === 0) return true;
          at = next.oid;
        }
        return false;
      });
    };
    const { columns, errors } = await walk(
      (request, send) => send(breaks(request) ? failing(request, 5) : honest(request)),
      [IF_NAME, IN_OCTETS],
    );
    expect(columns[0]!.size).toBe(ROWS);
    expect(columns[1]!.size).toBe(ROWS - 1);
    expect(columns[1]!.has('7')).toBe(false);
    expect(columns[1]!.get('30')).toBe(2n ** 60n + 30n);
    expect(errors.join()).toMatch(/GeneralError/);
  });
});
