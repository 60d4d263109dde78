import { zone } from '../model/zone.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An Alive line of the billing-RADIUS log, written on the clocks of a zone. */
export function aliveLine(
  instant: number,
  zoneName: string,
  { input = 100, output = 200, delay = '0.250000' } = {},
): string {
  const wall = zone(zoneName).format(instant);
  const [date, time] = wall.split(' ') as [string, string];
  const [year, month, day] = date.split('-') as [string, string, string];
  const short = `${MONTHS[Number(month) - 1]} ${String(Number(day)).padStart(2)} ${time}`;
  const sid = 'ULSK-BR15233835280000b1f97e990824';
  return `${short} rad radiusd: [17697] Billing-Accounting: 238/0 'a@dhcp' via radius@startip_nn - OK -- input (${year}.${month}.${day} ${time},192.0.2.1:35785781,Virtual-Access,Framed,PPP,Alive,${sid},RADIUS,,02:3f:11:81:af:69,100.64.45.136,0,11475000,${input},${output}, 192.0.2.1, \\0x02\\0x04, ${sid}, 02:3f:11:81:af:69) delay ${delay}\n`;
}
