import { integer, type MibTable, text } from './mib.ts';
import { BLUEPRINTS, type Blueprint, type Port } from './topology.ts';

/** Tables of the LLDP-MIB (IEEE 802.1AB-2005). */
const LLDP = '1.0.8802.1.1.2.1';
const CHASSIS_MAC = 4;
const PORT_NAME = 5;

/** LLDP-MIB: who the device is, and the devices at the other ends of its ports. Ports are numbered as in ifTable. */
export function lldp(device: Blueprint): MibTable {
  return [
    [`${LLDP}.3.1.0`, integer(CHASSIS_MAC)],
    [`${LLDP}.3.2.0`, chassis(device)],
    ...device.ports.flatMap((port, index): MibTable => {
      const number = index + 1;
      const far = otherEnd(device, port);
      const remote = (column: number) => `${LLDP}.4.1.1.${column}.0.${number}.1`;
      return [
        [`${LLDP}.3.7.1.2.${number}`, integer(PORT_NAME)],
        [`${LLDP}.3.7.1.3.${number}`, text(port.name)],
        ...(far
          ? ([
              [remote(4), integer(CHASSIS_MAC)],
              [remote(5), chassis(far.device)],
              [remote(6), integer(PORT_NAME)],
              [remote(7), text(far.port.name)],
              [remote(8), text(far.port.description)],
              [remote(9), text(far.device.id)],
            ] as MibTable)
          : []),
      ];
    }),
  ];
}

const chassis = ({ id }: Blueprint) => {
  const place = BLUEPRINTS.findIndex((other) => other.id === id);
  return { type: 'octets' as const, value: Buffer.from([2, 0, 0, 0, 0, place + 1]) };
};

/** The port at the other end of a port: each is named for the device at the other end, and for what goes through it. */
function otherEnd(device: Blueprint, port: Port): { device: Blueprint; port: Port } | undefined {
  const [id, ...purpose] = port.alias.split(' ');
  const far = BLUEPRINTS.find((other) => other.id === id);
  const there = far?.ports.find(({ alias }) => alias === [device.id, ...purpose].join(' '));
  return far && there && { device: far, port: there };
}
