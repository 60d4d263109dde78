/** sysUpTime counts hundredths of a second in 32 bits: it wraps after 497 days. Seconds. */
export const UPTIME_WRAP = 2 ** 32 / 100;

/** From so many seconds on the time of the SNMP engine is asked for too: soon the uptime wraps, or it has. */
export const LONG_UPTIME = 0.8 * UPTIME_WRAP;

/** What both clocks of a device may drift apart in years, seconds. */
const DRIFT = 86_400;

/**
 * How long a device has been up, seconds: its uptime with the wraps that its snmpEngineTime (RFC 3411), which counts seconds
 * for 68 years, tells of. The engine's time is not believed where it contradicts the uptime: some devices keep it over a
 * restart.
 */
export function fullUptime(uptime: number, engineTime: number | null): number {
  if (engineTime === null) return uptime;
  const full = uptime + Math.max(0, Math.round((engineTime - uptime) / UPTIME_WRAP)) * UPTIME_WRAP;
  return Math.abs(engineTime - full) <= DRIFT ? full : uptime;
}
