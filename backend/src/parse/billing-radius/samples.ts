/** Lines of every kind and shape, for tests and benchmarks. */
const HEAD = 'Apr 30 00:11:26 rad radiusd: [17697] ';
const SID = 'ULSK-BR152337931900001e23f0905128';
const SHORT_SID = 'ULSK-BR15233835280000b1f97e990824';
const SSG = 'ULSK-B24866SSG0000036f0c4e905128';
const DSLAM = '1178247-HDSLAM56-DD-ATS4-3 atm 0/7/0/29:0.33';
const CIRCUIT = '\\0x02\\0x04\\0x01\\r0A49CC0B';
const MAC = '02:c1:17:4e:e0:59';
const ACCOUNTING = `${HEAD}Billing-Accounting: 170/0 'CkoLpb28c@pppoe' via radius@startip_nn - `;
const AUTHENTICATION = `${HEAD}Billing-Authentication: 169/0 0A49E220-15af1a@dhcp via radius@startip_nn - `;
const ACCESS = 'Virtual-Access,Framed,PPP,';

export const sampleLines: readonly string[] = [
  `${ACCOUNTING}OK -- input (2020.04.30 00:11:25,192.0.2.1:35815892,${ACCESS}Alive,${SID},RADIUS,4,${DSLAM},100.64.178.140,0,8557500,2748872264,5153427070, 192.0.2.1, ${DSLAM}, ${SSG}, ${SID}, ${MAC}) delay 0.541210`,
  `${ACCOUNTING}OK -- input (2020.04.30 00:11:25,192.0.2.1:35785781,${ACCESS}Alive,${SHORT_SID},RADIUS,,${MAC},100.64.45.136,0,11475000,185574571421,1365095871, 192.0.2.1, ${CIRCUIT}, ${SHORT_SID}, ${MAC}) delay 0.346060`,
  `${ACCOUNTING}OK -- input (2020.04.30 00:11:26,192.0.2.2:35837382,${ACCESS}Start,${SHORT_SID},RADIUS,,${MAC},100.65.11.98, 192.0.2.2, ${CIRCUIT}, ${SHORT_SID}, ${MAC}) delay 0.215403`,
  `${ACCOUNTING}FAILED Tarification error.<SQL>ORA-20001: ORA-20099: rating failed\\nORA-06512: at "BILL.PKG", line 42 -- code -20001, input (2020.04.30 00:11:26,192.0.2.1:35786662,${ACCESS}Stop,${SID},RADIUS,,${MAC},100.64.49.109,3,5497500,0,19687613093, 192.0.2.1, ${CIRCUIT}, ${SID}, ${MAC}) delay 0.187609`,
  `Apr 30 00:11:55 nfc radiusd: [17401] Billing-Accounting: 13/29174 'b@dhcp' - OK Skiped due to traffic limit -- code 0 `,
  `${AUTHENTICATION}OK -- input (192.0.2.1:35837384,${ACCESS},${MAC}, 192.0.2.1, ${CIRCUIT}, ${SID}, ${MAC}) output (255.255.255.254, 8640000) delay 0.070321`,
  `${AUTHENTICATION}FAILED Service isn?t ON. -- code -3, input (192.0.2.1:35837384,${ACCESS},${DSLAM}, 192.0.2.1, ${DSLAM}, ${SID}, ${MAC}) delay 0.016000`,
  `${HEAD}Billing-Authentication: 12/0  via radius@startip_nn - FAILED No username found -- code -1, input (192.0.2.1:35775480,${ACCESS},, 192.0.2.1, , , ) delay 0.001200`,
  `${HEAD}huawei_save_sessid: added 8000000 ${SSG} 0000b1f97e990824 4 1588277499`,
  `${HEAD}Billing: no TASK`,
];
