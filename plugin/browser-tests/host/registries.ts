import { standardEditorsRegistry, standardFieldConfigEditorRegistry } from '@grafana/data';

const EDITORS = [
  'boolean',
  'color',
  'dashboard-uid',
  'field-name',
  'multi-select',
  'number',
  'radio',
  'select',
  'slider',
  'strings',
  'text',
  'timezone',
  'unit',
];
const FIELD_CONFIG = [
  'unit',
  'min',
  'max',
  'decimals',
  'displayName',
  'noValue',
  'color',
  'dashboard-uid',
  'field-name',
  'links',
  'mappings',
  'thresholds',
];

/** Grafana's option editors by their names alone: panels are drawn here, their options are not edited. */
export function startRegistries(): void {
  const item = (id: string) => ({ id, name: id, editor: () => null, override: () => null });
  standardEditorsRegistry.setInit(() => EDITORS.map((id) => item(id) as never));
  standardFieldConfigEditorRegistry.setInit(() =>
    FIELD_CONFIG.map(
      (id) => ({ ...item(id), path: id, process: (value: unknown) => value, shouldApply: () => true }) as never
    )
  );
}
