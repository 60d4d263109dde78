import { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Alert, Field, SecretInput, TextLink } from '@grafana/ui';
import React, { useId } from 'react';

import { PresageOptions, PresageSecrets } from './types';

type Props = DataSourcePluginOptionsEditorProps<PresageOptions, PresageSecrets>;

/** The settings of a data source: its token. Where the backend listens is said in Grafana's own configuration. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  const id = useId();
  const { secureJsonData, secureJsonFields } = options;
  const setToken = (token: string, configured: boolean) =>
    onOptionsChange({
      ...options,
      secureJsonFields: { ...secureJsonFields, token: configured },
      secureJsonData: { ...secureJsonData, token },
    });
  return (
    <>
      <Alert severity="info" title={t('datasource.config.address', 'Where Presage is found')}>
        <Trans i18nKey="datasource.config.address-text">
          Grafana looks for Presage on this machine, port 4501. Another address is said in its configuration file,
          section [plugin.presage-netops-datasource], as grpc_address.
        </Trans>{' '}
        <TextLink href="https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/" external inline>
          {t('datasource.config.documentation', 'How Grafana is configured')}
        </TextLink>
      </Alert>
      <Field
        label={t('datasource.config.token', 'Token')}
        htmlFor={id}
        description={t(
          'datasource.config.token-text',
          "The token of Presage's configuration (grafana.token). Leave it empty where none is configured."
        )}
      >
        <SecretInput
          id={id}
          width={60}
          isConfigured={Boolean(secureJsonFields.token)}
          value={secureJsonData?.token ?? ''}
          placeholder={t('datasource.config.token-placeholder', 'No token')}
          onChange={(event) => setToken(event.currentTarget.value, false)}
          onReset={() => setToken('', false)}
        />
      </Field>
      <p>
        <Trans i18nKey="datasource.config.health">
          Save &amp; test asks Presage how it is: it answers with its version, its store, the age of the newest sample
          and its devices, and says what to do when something is wrong.
        </Trans>
      </p>
    </>
  );
}
