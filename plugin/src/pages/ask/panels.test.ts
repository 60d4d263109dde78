import '../shared/testObserver';

import { incidentsPanel } from './panels';

test('the incidents of a page keep their number, under which the URL keeps what was chosen in them', () => {
  const [first, second] = [{}, { device: 'core-1' }].map((query) => incidentsPanel('Incidents', 'u', query));
  expect(first.getLegacyPanelId()).toBe(1);
  expect(second.getLegacyPanelId()).toBe(1);
});
