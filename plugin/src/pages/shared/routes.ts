/** Where the pages of the app are. */
export const ROUTES = {
  root: '/a/presage-netops-app',
  overview: '/a/presage-netops-app/overview',
  incidents: '/a/presage-netops-app/incidents',
  accuracy: '/a/presage-netops-app/accuracy',
  status: '/a/presage-netops-app/status',
} as const;

/** Where an incident is shown. */
export const incidentPath = (id: string) => `${ROUTES.incidents}/${encodeURIComponent(id)}`;
