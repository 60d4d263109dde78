import '@testing-library/jest-dom';

import { render, screen } from '@testing-library/react';
import React from 'react';

import { Sensor } from './answers';
import { DeviceSensors } from './DeviceSensors';
import { limitWords, sensorRows, sensorValue, standingOf } from './sensors';

const optical = (value: number | null, limits: Sensor['limits'] = {}): Sensor => ({
  ...{ kind: 'optical', component: 'sfp1', name: 'sfp1 receive', value, unit: 'dbm', limits },
});
const state = (value: number): Sensor => ({
  ...{ kind: 'state', component: 'psu1', name: 'psu1', value, unit: 'level', limits: {} },
});
const LIMITS = { lowCritical: -20, lowWarning: -18, highWarning: -1, highCritical: 1 };

describe('a sensor', () => {
  it('stands to the limits of the device, where it has some', () => {
    expect([-21, -19, -5, 0, 2].map((value) => standingOf(optical(value, LIMITS)))).toEqual([
      ...['critical', 'warning', 'in-order', 'warning', 'critical'],
    ]);
    expect(standingOf(optical(-30))).toBe('none');
    expect(standingOf(optical(null, LIMITS))).toBe('none');
    expect([0, 1, 2].map((value) => standingOf(state(value)))).toEqual(['in-order', 'warning', 'critical']);
  });

  it('comes first when it is beyond a limit', () => {
    const [first, second] = sensorRows([optical(-5, LIMITS), state(1), optical(-40, LIMITS)]);
    expect([first!.value, second!.value]).toEqual([-40, 1]);
  });

  it('is shown with its unit, and with the limits of warnings', () => {
    expect(sensorValue(optical(-7.5))).toContain('-7.5');
    expect(sensorValue(optical(null))).toBe('–');
    expect(sensorValue(state(2))).not.toContain('2');
    expect(limitWords(optical(-5, LIMITS))).toMatch(/-18.* … .*-1/);
    expect(limitWords(optical(-5))).toBe('');
  });
});

describe('the sensors of a device', () => {
  it('are listed, and are nothing where there are none', () => {
    const { container, rerender } = render(<DeviceSensors device={{ state: 'up', sensors: [optical(-7.5)] }} />);
    expect(screen.getByText('sfp1 receive')).toBeInTheDocument();
    rerender(<DeviceSensors device={{ state: 'up', sensors: [] }} />);
    expect(container).toBeEmptyDOMElement();
    rerender(<DeviceSensors device={{ state: 'up' }} />);
    expect(container).toBeEmptyDOMElement();
  });
});
