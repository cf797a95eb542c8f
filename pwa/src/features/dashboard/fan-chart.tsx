/** The fan: bands, the median, the buffer and the lowest point, drawn by uPlot. The table beside it says the same. */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { roundMoney } from "../../lib/format";
import { language } from "../../lib/i18n";
import { theme } from "../../lib/theme";
import { bands, path, seconds, type Fan } from "./fan";
import { markPoint, shade } from "./ink";

export interface Mark { on: string; value: number; label: string[] }
type Props = { fan: Fan; currency: string; buffer: number | null; mark: Mark | null; label: string };

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--color-${name}`).trim();

function seriesOf(fan: Fan, buffer: number | null): { series: uPlot.Series[]; data: uPlot.AlignedData; bands: uPlot.Band[] } {
  const pairs = bands(fan);
  const edges = pairs.flat();
  const series: uPlot.Series[] = [{}, ...edges.map(() => ({ stroke: "transparent", points: { show: false } }))];
  const data: uPlot.AlignedData = [fan.x, ...edges.map((level) => path(fan, level))];
  series.push({ stroke: colour("brand"), width: 2.5, points: { show: false } });
  data.push(path(fan, 0.5));
  if (buffer !== null) {
    series.push({ stroke: colour("warn"), width: 1.5, dash: [6, 5], points: { show: false } });
    data.push(fan.x.map(() => buffer));
  }
  const fill = pairs.map((_, index): uPlot.Band => ({ series: [2 * index + 2, 2 * index + 1], fill: shade(colour("brand"), index === 0 ? 0.16 : 0.3) }));
  return { series, data, bands: fill };
}

function optionsOf(props: Props, width: number, drawn: ReturnType<typeof seriesOf>): uPlot.Options {
  const locale = language.value;
  const axis = { stroke: colour("soft"), grid: { stroke: colour("line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  return {
    width,
    height: Math.min(360, Math.max(240, width * 0.45)),
    tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), "Etc/UTC"),
    legend: { show: false },
    cursor: { show: false },
    series: drawn.series,
    bands: drawn.bands,
    axes: [
      { ...axis, space: 52, values: (_, stamps) => stamps.map((stamp) => date.format(new Date(stamp * 1000))) },
      { ...axis, size: 76, values: (_, values) => values.map((value) => roundMoney(value, props.currency, locale)) },
    ],
    hooks: { draw: props.mark ? [markPoint({ x: seconds(props.mark.on), y: props.mark.value, lines: props.mark.label }, colour)] : [] },
  };
}

export function FanChart(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = theme.value; // a chart is pixels: it is drawn anew in the other colours
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    const draw = () => {
      place.replaceChildren();
      const drawn = seriesOf(props.fan, props.buffer);
      new uPlot(optionsOf(props, place.clientWidth, drawn), drawn.data, place);
    };
    const sized = new ResizeObserver(draw);
    sized.observe(place);
    return () => sized.disconnect();
  }, [props.fan, props.buffer, props.mark, scheme, language.value]);
  return <div ref={box} role="img" aria-label={props.label} class="min-h-60 w-full" />;
}
