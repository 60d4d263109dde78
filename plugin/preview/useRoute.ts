import { useEffect, useState } from 'react';

/** What of the page is shown; kept behind # in the address, so that it can be shared. */
export type Route =
  | { view: 'all' }
  /** One of the ten series, enlarged. */
  | { view: 'target'; field: string }
  /** A device, with one of its charts enlarged. */
  | { view: 'device'; device: string; chart: string | undefined };

/** The route an address means; all when it is empty or not well written. */
export function routeOf(hash: string): Route {
  try {
    const [head, device, chart] = hash.replace(/^#/, '').split('/').map(decodeURIComponent);
    if (head === 'device' && device) {
      return { view: 'device', device, chart: chart || undefined };
    }
    return head ? { view: 'target', field: head } : { view: 'all' };
  } catch {
    return { view: 'all' };
  }
}

/** The address of a route. */
export function addressOf(route: Route): string {
  switch (route.view) {
    case 'all':
      return '#';
    case 'target':
      return `#${encodeURIComponent(route.field)}`;
    case 'device':
      return `#${['device', route.device, ...(route.chart ? [route.chart] : [])].map(encodeURIComponent).join('/')}`;
  }
}

/** The route of the page's address, followed as it changes. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const follow = () => setRoute(routeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}

export function goTo(route: Route): void {
  location.hash = addressOf(route);
}
