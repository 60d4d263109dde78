import type { AccountingRecord } from '../model/accounting.ts';

/** An Alive of a master session, changed as a test needs it. */
export function accountingRecord(time: number, more: Partial<AccountingRecord> = {}): AccountingRecord {
  return {
    kind: 'accounting',
    time,
    login: 'a',
    loginOctets: undefined,
    failed: false,
    status: 'OK',
    failure: undefined,
    statusType: 'Alive',
    direction: undefined,
    nas: '192.0.2.1',
    sessionId: 's',
    sessionSeconds: undefined,
    inputOctets: undefined,
    outputOctets: undefined,
    octetsWrap: false,
    delaySeconds: undefined,
    ...more,
  };
}
