import { t } from '@grafana/i18n';
import { SceneComponentProps, sceneGraph, SceneObject, SceneObjectBase, SceneObjectState } from '@grafana/scenes';
import { Stack } from '@grafana/ui';
import React, { useCallback } from 'react';

import { MINUTE } from '../../incidents/durations';
import { Answering } from '../ask/Answering';
import { presageUid, resourceUrl, useAnswer } from '../ask/useAnswer';
import { useKept } from '../ask/useKept';
import { DevicesAnswer } from '../devices/answers';
import { componentName } from '../devices/rows';
import { AccuracyOverview } from './AccuracyOverview';
import { AccuracyRow } from './AccuracyTable';
import { AccuracyAnswer } from './answers';
import { accuracyCharts } from './charts';
import { seriesName } from './words';

/** How often it is asked anew, milliseconds: the backend reads weeks of samples for it. */
const PERIOD = 5 * MINUTE;

interface State extends SceneObjectState {
  /** The measurement that is shown; empty: all. */
  measurement: string;
  /** The key of the series whose charts are shown. */
  chosen?: string;
  charts?: SceneObject;
}

/** How far the forecasts can be trusted, and what was forecast of a chosen series against what came. */
export class AccuracyBody extends SceneObjectBase<State> {
  static Component = View;
}

function View({ model }: SceneComponentProps<AccuracyBody>) {
  const { measurement, chosen, charts } = model.useState();
  const { value: range } = sceneGraph.getTimeRange(model).useState();
  const uid = presageUid();
  const parameters = new URLSearchParams({
    ...{ from: String(wholeMinute(range.from.valueOf())), to: String(wholeMinute(range.to.valueOf())) },
    ...(measurement === '' ? {} : { measurement }),
  });
  const newest = useAnswer<AccuracyAnswer>(uid && resourceUrl(uid, `accuracy?${parameters}`), undefined, PERIOD);
  const asked = useKept(newest, measurement);
  const devices = useAnswer<DevicesAnswer>(uid && resourceUrl(uid, 'devices')).answer?.devices;
  const choose = useCallback(
    ({ series, name }: AccuracyRow) => {
      if (uid !== undefined) {
        model.setState({ chosen: series.key, charts: accuracyCharts(series, name, uid) });
      }
    },
    [model, uid]
  );
  const nameOf = (id: string, component: string | undefined) => {
    const device = devices?.find((one) => one.id === id);
    const part = component === undefined ? [] : [device ? componentName(device, component) : component];
    return [device?.name ?? id, ...part];
  };
  return (
    <Answering of={asked} exists={uid !== undefined}>
      {({ accuracy }) => (
        <Stack direction="column" gap={2}>
          {charts && (
            <section aria-label={t('accuracy.charts', 'Forecast and real')}>
              <charts.Component model={charts} />
            </section>
          )}
          <AccuracyOverview
            rows={accuracy.map((row) => ({
              ...row,
              id: `${row.series.key} ${row.lead}`,
              name: seriesName(row.series, nameOf),
            }))}
            measurement={measurement}
            onMeasurement={(wanted) => model.setState({ measurement: wanted })}
            chosen={chosen}
            onChoose={choose}
          />
        </Stack>
      )}
    </Answering>
  );
}

/** The same for a minute, so that a range up to now is not another at each drawing. */
const wholeMinute = (time: number) => Math.floor(time / MINUTE) * MINUTE;
