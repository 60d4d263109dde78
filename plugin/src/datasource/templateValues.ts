import { ScopedVars } from '@grafana/data';
import { TemplateSrv } from '@grafana/runtime';

import { ValuesOf } from './interpolation';

const ALL = '$__all';

/** How Grafana's variables are read: one that shows "All", in whatever way its dashboard defines that, leaves open. */
export function templateValues(templates: TemplateSrv, scopedVars: ScopedVars): ValuesOf {
  return (text) => {
    const several: string[][] = [];
    const filled = templates.replace(text, scopedVars, (value: string | string[]) => {
      const values = [value].flat();
      if (values.length > 1) {
        several.push(values);
      }
      return values[0] ?? '';
    });
    const [values] = several;
    if (values) {
      return isAll(templates, text) ? undefined : values;
    }
    return filled === '*' || filled === ALL ? undefined : [filled];
  };
}

function isAll(templates: TemplateSrv, text: string): boolean {
  return templates.getVariables().some((variable) => {
    const current = 'current' in variable ? (variable.current as { value?: unknown }).value : undefined;
    const shown = [current].flat().includes(ALL);
    return (
      shown && new RegExp(`\\$(${variable.name}\\b|\\{${variable.name}[:}])|\\[\\[${variable.name}\\]\\]`).test(text)
    );
  });
}
