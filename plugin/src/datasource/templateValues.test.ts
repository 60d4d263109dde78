import { TemplateSrv } from '@grafana/runtime';

import { templateValues } from './templateValues';

type Format = (value: string | string[]) => string;

/** Stands in for Grafana: variables by name, with what they show and what they stand for. */
function templates(variables: Record<string, { value: string | string[]; shown?: string }>): TemplateSrv {
  return {
    getVariables: () => Object.entries(variables).map(([name, { shown }]) => ({ name, current: { value: shown } })),
    replace: (text: string, _scoped: unknown, format: Format) =>
      text.replace(/\$\{?(\w+)\}?/g, (whole, name) => (variables[name] ? format(variables[name].value) : whole)),
  } as unknown as TemplateSrv;
}

describe('the values of variables', () => {
  const valuesOf = templateValues(
    templates({
      one: { value: 'bras-1' },
      list: { value: ['a', 'b'] },
      single: { value: ['a'] },
      every: { value: ['a', 'b'], shown: '$__all' },
      star: { value: '*' },
    }),
    {}
  );

  it.each([
    ['plain text', 'radius', ['radius']],
    ['a variable inside a text', 'x-${one}-y', ['x-bras-1-y']],
    ['a choice of one', '$single', ['a']],
    ['a choice of several', '${list}', ['a', 'b']],
    ['the choice of all', '$every', undefined],
    ['the choice of all written as a star', '$star', undefined],
  ])('know %s', (_name, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });
});
