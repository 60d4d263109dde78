import { SingleFlight } from './singleFlight';

describe('a single flight', () => {
  it('asks once for all who wait, and keeps the answer for its lifetime', async () => {
    let now = 0;
    const ask = jest.fn().mockResolvedValueOnce('first').mockResolvedValueOnce('second');
    const flight = new SingleFlight(1000, () => now);
    const both = await Promise.all([flight.get('key', ask), flight.get('key', ask)]);
    now = 999;
    expect([...both, await flight.get('key', ask)]).toEqual(['first', 'first', 'first']);
    now = 1000;
    expect(await flight.get('key', ask)).toBe('second');
  });

  it('keeps no failure, and tells keys apart', async () => {
    const flight = new SingleFlight(1000, () => 0);
    await expect(flight.get('one', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await flight.get('one', async () => 1)).toBe(1);
    expect(await flight.get('other', async () => 2)).toBe(2);
  });
});
