import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { withDevice, withFound, withoutDevice, writtenDevices } from './devices-document.ts';

const HAND_MADE = `# Ours. Ask Ivan before changing it.
devices:
  # The heart of it all.
  - id: core-1
    address: 10.0.0.1 # loopback
    community: \${CORE_COMMUNITY}
    incidents:
      temperature: { threshold: 60 }

  - id: sw-1
    address: "10.0.0.2"
    parent: core-1
`;

describe('the file of the devices', () => {
  test('gets a device at its end, and everything else stays to the letter', () => {
    const text = withDevice(HAND_MADE, { id: 'sw-2', address: '10.0.0.3', parent: undefined });
    expect(text).toBe(`${HAND_MADE}  - id: sw-2\n    address: 10.0.0.3\n`);
  });

  test('gets what was found with a comment', () => {
    const text = withFound(HAND_MADE, [
      { entry: { id: 'sw-3', address: '10.0.0.4' }, comment: 'snr-switch, also at 10.0.0.5' },
    ]);
    expect(text).toBe(`${HAND_MADE}  # snr-switch, also at 10.0.0.5\n  - id: sw-3\n    address: 10.0.0.4\n`);
  });

  test('changes what an entry changes: comments, references and the rest stay, what is left out goes', () => {
    const text = withDevice(HAND_MADE, { id: 'core-1', address: '10.0.0.1', name: 'Core' });
    expect(text).toContain('  # The heart of it all.\n  - id: core-1\n    address: 10.0.0.1 # loopback\n');
    expect(text).toContain('community: ${CORE_COMMUNITY}');
    expect(parse(text).devices[0]).toEqual({
      ...{ id: 'core-1', address: '10.0.0.1', community: '${CORE_COMMUNITY}', name: 'Core' },
    });
    expect(parse(text).devices[1]).toEqual(parse(HAND_MADE).devices[1]);
  });

  test('loses a device, and nothing when there is none with the id', () => {
    expect(parse(withoutDevice(HAND_MADE, 'sw-1')!).devices).toHaveLength(1);
    expect(withoutDevice(HAND_MADE, 'sw-9')).toBeUndefined();
    const empty = withoutDevice('devices:\n  - id: a\n    address: 10.0.0.1\n', 'a')!;
    expect(parse(empty)).toEqual({ devices: [] });
  });

  test.each(['', '# nothing yet\n', 'devices: []\n', 'devices:\n'])('may be empty: %j', (text) => {
    const filled = withDevice(text, { id: 'a', address: '10.0.0.1' });
    expect(parse(filled)).toEqual({ devices: [{ id: 'a', address: '10.0.0.1' }] });
    expect(filled).toContain('\n  - id: a\n');
  });

  test.each(['- a\n', 'devices: 5\n', 'devices: [\n', 'word\n'])('is refused when it is something else: %j', (text) => {
    expect(() => withDevice(text, { id: 'a' })).toThrow(/the file of the devices/);
  });

  test('tells ids and addresses as they are written', () => {
    expect(writtenDevices(HAND_MADE)).toEqual([
      { id: 'core-1', address: '10.0.0.1' },
      { id: 'sw-1', address: '10.0.0.2' },
    ]);
  });

  test('reads back what was put, whatever the texts', () => {
    const entries = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), site: fc.string() }), {
      selector: ({ id }) => id,
    });
    fc.assert(
      fc.property(entries, (all) => {
        const text = all.reduce((before, entry) => withDevice(before, entry), '');
        expect((parse(text) ?? { devices: [] }).devices).toEqual(all);
      }),
    );
  });
});
