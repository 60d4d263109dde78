import { describe, expect, test } from 'vitest';
import { PresageError } from '../../errors.ts';
import type { UserCredentials } from '../../model/credentials.ts';
import { ACCESS_FAULTS, type Device, type DeviceReading } from '../../model/device.ts';
import { AccessError, faultWords } from './access-fault.ts';
import { answeredCondition, failedCondition, isFault, isSilence } from './condition.ts';

const device = { id: 'd', pollPeriod: 60_000 } as Device;
const reading = {
  errors: [],
  responseMilliseconds: 3,
  profile: 'cisco-ios',
  sysObjectID: '1.3.6.1',
} as unknown as DeviceReading;
const fine = { took: 10, slowResponse: 500, notes: [] };

describe('a device that answers', () => {
  test('with nothing of the profile set for it, and with something of another, has the wrong profile', () => {
    const condition = answeredCondition(device, { ...reading, fittingProfile: 'linux' }, fine);
    expect(condition).toMatchObject({
      state: 'wrong profile',
      cause: { code: 'wrong-profile', profile: 'cisco-ios', fitting: 'linux' },
    });
    expect(condition.reason).toMatch(/cisco-ios.*leave profile out, or set linux/);
    expect(answeredCondition(device, reading, fine).state).toBe('up');
  });

  test('and refuses the credentials is said to, and is neither silent nor faulty', () => {
    const error = new AccessError('privacy', 'd: answers, but cannot decrypt');
    expect(failedCondition(error, undefined)).toEqual({
      ...{ state: 'auth failed', reason: error.message, cause: { code: 'auth-failed', fault: 'privacy' } },
    });
    expect([isSilence(error), isFault(error)]).toEqual([false, true]);
    expect(isSilence(new PresageError('DEVICE_UNREACHABLE', 'd: no answer'))).toBe(true);
  });
});

test('every fault of credentials has words of its own, which say what to do and no secret', () => {
  const user: UserCredentials = {
    ...{ version: '3', user: 'reader', context: 'vlan-7' },
    auth: { protocol: 'sha256', password: 'secret-auth' },
    privacy: { protocol: 'aes128', password: 'secret-privacy' },
  };
  const words = ACCESS_FAULTS.map((fault) => faultWords(fault, user));
  expect(new Set(words).size).toBe(words.length);
  for (const text of words) expect(text).toMatch(/: (check|create|set|give|restart)|two devices/);
  expect(words.join() + faultWords('rights', { version: '2c', community: 'secret' })).not.toContain('secret');
});
