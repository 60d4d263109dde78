import { DataFrame, locationUtil } from '@grafana/data';

const APP = '/a/presage-netops-app';

/**
 * Where a link of a row leads: to the first data link of a field, and where it has none, to the app's page of what has
 * this id. Empty without an id.
 */
export function hrefOf(
  { fields }: DataFrame,
  name: string,
  row: number,
  page: 'incidents' | 'devices',
  id: string
): string {
  const field = fields.find((one) => one.name === name);
  const [link] = field?.getLinks?.({ valueRowIndex: row }) ?? [];
  if (link) {
    return link.href;
  }
  return id === '' ? '' : locationUtil.assureBaseUrl(`${APP}/${page}/${encodeURIComponent(id)}`);
}
