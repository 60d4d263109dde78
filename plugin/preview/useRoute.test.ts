import { addressOf, Route, routeOf } from './useRoute';

describe('the address of the page', () => {
  it.each<Route>([
    { view: 'all' },
    { view: 'target', field: 'type__count_Billing-Accounting' },
    { view: 'device', device: 'agg 1', chart: undefined },
    { view: 'device', device: 'agg/1', chart: 'interface GE0/0/1 in_bits_per_second' },
  ])('means what it was made of: %j', (route) => {
    expect(routeOf(addressOf(route))).toEqual(route);
  });

  it('means the whole page when it is not well written', () => {
    expect(routeOf('#%E0%A4%A')).toEqual({ view: 'all' });
    expect(routeOf('#device/')).toEqual({ view: 'target', field: 'device' });
  });
});
