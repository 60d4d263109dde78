import { t } from '@grafana/i18n';

/** The ten series of the original service in the order in which they are shown, each with what it means in plain words. */
export function targetTitles(): Array<[field: string, title: string]> {
  return [
    ['count_failed', t('page.target.failed', 'Failed requests an hour')],
    ['mean_delay', t('page.target.delay', 'Mean answer delay')],
    ['type__count_Billing-Authentication', t('page.target.authentication', 'Authentications an hour')],
    ['type__count_Billing-Accounting', t('page.target.accounting', 'Accounting events an hour')],
    ['start_stop_alige_count_Start', t('page.target.start', 'Session starts an hour')],
    ['start_stop_alige_count_Stop', t('page.target.stop', 'Session stops an hour')],
    ['start_stop_alige_count_Alive', t('page.target.alive', 'Interim updates an hour')],
    ['start_stop_alige_count_', t('page.target.untyped', 'Events without session state an hour')],
    ['mean_input_trafic', t('page.target.input', 'Mean upload of a session so far')],
    ['mean_output_trafic', t('page.target.output', 'Mean download of a session so far')],
  ];
}
