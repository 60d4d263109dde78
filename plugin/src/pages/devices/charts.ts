import { t } from '@grafana/i18n';
import {
  CustomVariable,
  EmbeddedScene,
  SceneCSSGridLayout,
  SceneObject,
  SceneVariableSet,
  VariableValueSelectors,
  VizPanel,
} from '@grafana/scenes';

import { forecastPanel, incidentsPanel } from '../ask/panels';
import { Component, Device } from './answers';
import { InterfaceOption, interfaceOptions } from './rows';

/** The name of the variable that says which interface is shown. */
const INTERFACE = 'interface';

/** What a device has measured against what was forecast, of the kinds of components it has; and its incidents. */
export function deviceCharts(device: Device, uid: string): SceneObject {
  const tags = { device: device.id, step: '5m' };
  const has = (kind: Component['kind']) => device.components.some((component) => component.kind === kind);
  const interfaces = interfaceOptions(device.components);
  const traffic = (field: string, title: string) =>
    forecastPanel(title, uid, { measurement: 'interface', field, tags: { ...tags, component: `$${INTERFACE}` } });
  const panels: VizPanel[] = [
    incidentsPanel(t('devices.chart.incidents', 'Incidents of the device'), uid, { device: device.id, state: 'all' }),
    ...(has('cpu') ? [forecastPanel(t('devices.chart.cpu', 'Processor load'), uid, { measurement: 'cpu', tags })] : []),
    ...(has('memory')
      ? [forecastPanel(t('devices.chart.memory', 'Memory used'), uid, { measurement: 'memory', tags })]
      : []),
    ...(has('temperature')
      ? [forecastPanel(t('devices.chart.temperature', 'Temperature'), uid, { measurement: 'temperature', tags })]
      : []),
    ...(interfaces.length > 0
      ? [
          traffic('in_bits_per_second', t('devices.chart.in', 'Traffic in: $interface')),
          traffic('out_bits_per_second', t('devices.chart.out', 'Traffic out: $interface')),
        ]
      : []),
  ];
  return new EmbeddedScene({
    ...(interfaces.length > 0 ? { $variables: interfaceVariable(interfaces) } : {}),
    controls: interfaces.length > 0 ? [new VariableValueSelectors({})] : [],
    body: new SceneCSSGridLayout({
      templateColumns: 'repeat(auto-fit, minmax(min(100%, 480px), 1fr))',
      autoRows: '320px',
      children: panels,
    }),
  });
}

function interfaceVariable(options: InterfaceOption[]): SceneVariableSet {
  const [first] = options;
  return new SceneVariableSet({
    variables: [
      new CustomVariable({
        name: INTERFACE,
        label: t('devices.interface', 'Interface'),
        valuesFormat: 'json',
        query: JSON.stringify(options),
        value: first?.value ?? '',
        text: first?.text ?? '',
      }),
    ],
  });
}
