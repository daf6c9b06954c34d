import { type ChartColors, dashOf, inkOf } from './chartColors';
import type { LegendEntry } from './legend';

const margin = 12;
const lineHeight = 20;

/** A PNG of a chart in a data URL: title, legend and curves on the page's background. */
export function drawPicture(
  chart: HTMLCanvasElement,
  title: string,
  entries: readonly LegendEntry[],
  colors: ChartColors,
): string {
  const ratio = devicePixelRatio;
  const width = chart.width / ratio + 2 * margin;
  const legendTop = margin + lineHeight + chart.height / ratio + margin;
  const picture = document.createElement('canvas');
  const context = picture.getContext('2d');
  if (context === null) throw new Error("Can't draw on the canvas.");
  context.font = colors.font;
  const places = layOut(entries, width, (text) => context.measureText(text).width);
  picture.width = width * ratio;
  picture.height = (legendTop + ((places.at(-1)?.row ?? 0) + 1) * lineHeight + margin) * ratio;
  context.scale(ratio, ratio);
  context.fillStyle = colors.background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.fillStyle = colors.text;
  context.textBaseline = 'middle';
  context.font = `bold ${colors.font}`;
  context.fillText(title, margin, margin + lineHeight / 2);
  context.drawImage(chart, margin, margin + lineHeight, chart.width / ratio, chart.height / ratio);
  context.font = colors.font;
  for (const { entry, left, row } of places) {
    const middle = legendTop + row * lineHeight + lineHeight / 2;
    context.strokeStyle = inkOf(colors, entry.style);
    context.lineWidth = colors.lineWidth;
    context.setLineDash(dashOf(entry.style));
    context.beginPath();
    context.moveTo(left, middle);
    context.lineTo(left + 28, middle);
    context.stroke();
    context.fillText(textOf(entry), left + 34, middle);
  }
  return picture.toDataURL('image/png');
}

/** Entries side by side, in as many rows as they need. */
function layOut(entries: readonly LegendEntry[], width: number, measure: (text: string) => number) {
  let left = margin;
  let row = 0;
  return entries.map((entry) => {
    const needed = 34 + measure(textOf(entry)) + 16;
    if (left > margin && left + needed > width) {
      left = margin;
      row++;
    }
    const place = { entry, left, row };
    left += needed;
    return place;
  });
}

function textOf({ label, value }: LegendEntry): string {
  return `${label} ${value}`;
}
