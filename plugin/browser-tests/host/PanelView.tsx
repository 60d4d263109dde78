import {
  AbsoluteTimeRange,
  DataSourceApi,
  dateTime,
  EventBusSrv,
  FieldConfigSource,
  GrafanaTheme2,
  PanelData,
  PanelPlugin,
} from '@grafana/data';
import { PanelContextProvider } from '@grafana/ui';
import React, { useEffect, useMemo, useRef, useState } from 'react';

import { OPTIONS, QUERY } from './page';
import { ask, panelData, timeRange } from './queries';

const HEIGHT = 480;
const NO_OVERRIDES: FieldConfigSource = { defaults: {}, overrides: [] };

/** A panel as a dashboard shows it: as wide as the page, with the answer to the page's query. */
export function PanelView({
  source,
  plugin,
  theme,
}: {
  source: DataSourceApi;
  plugin: PanelPlugin;
  theme: GrafanaTheme2;
}) {
  const [range, setRange] = useState(timeRange);
  const [data, setData] = useState<PanelData>();
  const [width, box] = useWidth();
  const context = useMemo(() => ({ eventBus: new EventBusSrv(), eventsScope: 'page', app: 'dashboard' }), []);
  useEffect(() => {
    void ask(source, QUERY, range).then((answer) => setData(panelData(answer, QUERY, range, theme, NO_OVERRIDES)));
  }, [source, range, theme]);
  const zoom = ({ from, to }: AbsoluteTimeRange) => {
    const raw = { from: dateTime(from), to: dateTime(to) };
    setRange({ ...raw, raw });
  };
  const Panel = plugin.panel!;
  return (
    <div ref={box} data-testid="panel" data-from={range.from.valueOf()} data-to={range.to.valueOf()}>
      {data && width > 0 && (
        <PanelContextProvider value={context as never}>
          <Panel
            id={4}
            title=""
            transparent={false}
            data={data}
            timeRange={range}
            timeZone="utc"
            options={{ ...plugin.defaults, ...OPTIONS }}
            fieldConfig={NO_OVERRIDES}
            width={width}
            height={HEIGHT}
            renderCounter={0}
            eventBus={context.eventBus}
            replaceVariables={(text) => text}
            onOptionsChange={() => undefined}
            onFieldConfigChange={() => undefined}
            onChangeTimeRange={zoom}
          />
        </PanelContextProvider>
      )}
    </div>
  );
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    if (box.current) {
      observer.observe(box.current);
    }
    return () => observer.disconnect();
  }, []);
  return [width, box] as const;
}
