import { LANGUAGE, ROLE, THEME } from './page';

// Grafana's modules read this when they are loaded: it has to be there before.
Object.assign(window, {
  grafanaBootData: {
    user: {
      orgRole: ROLE,
      login: 'ann',
      name: 'Ann',
      isSignedIn: true,
      timezone: 'utc',
      language: LANGUAGE,
      theme: THEME,
    },
    settings: { featureToggles: {} },
    navTree: [],
  },
});
