// A Grafana dashboard drawn from a Prometheus, as one SVG: what its panels show of a span of time, without a Grafana.

/** @typedef {{ expr: string, legendFormat?: string }} Target */
/** @typedef {{ title: string, type: string, gridPos: { x: number, y: number, w: number, h: number }, fieldConfig: { defaults: { unit?: string } }, targets: Target[] }} Panel */
/** @typedef {{ label: string, points: [number, number][] }} Line */
/** @typedef {{ panel: Panel, lines: Line[] }} Drawn */

/**
 * What each panel shows between two moments: for a series its numbers, second by second. Rates are over 15 s, since it is asked
 * every second here; in a cluster, by Grafana's choice, over a minute and more.
 *
 * @param {import('../../scripts/reach/prometheus.mjs').Prometheus} prometheus
 * @param {Panel[]} panels
 * @param {string} namespace
 * @param {number} start seconds since 1970
 * @param {number} end
 * @returns {Promise<Drawn[]>}
 */
export const panelsOf = (prometheus, panels, namespace, start, end) =>
  Promise.all(
    panels.map(async (panel) => {
      const found = await Promise.all(
        panel.targets.map(async ({ expr, legendFormat = '' }) =>
          (await prometheus.range(expr.replaceAll('$namespace', namespace).replaceAll('$__rate_interval', '15s'), start, end, 1)).map(
            ({ metric, values }) => ({
              label: legendFormat.replace(/{{(\w+)}}/g, (_, name) => metric[name] ?? '').replace('127.0.0.1', ''),
              points: values
                .map(([at, value]) => /** @type {[number, number]} */ ([at - start, Number(value)]))
                .filter(([, y]) => Number.isFinite(y)),
            }),
          ),
        ),
      );
      return { panel, lines: found.flat().filter(({ points }) => points.length) };
    }),
  );

const SCALES = { bytes: [1024, ['B', 'KiB', 'MiB', 'GiB']], Bps: [1000, ['B/s', 'kB/s', 'MB/s']] };

/**
 * A number as Grafana writes it.
 *
 * @param {number} value
 * @param {string} unit Grafana's name
 */
export function written(value, unit = 'short') {
  const [base, names] = /** @type {[number, string[]]} */ (SCALES[/** @type {keyof typeof SCALES} */ (unit)] ?? [1000, ['', ' k', ' M']]);
  if (unit === 's') return value < 1 ? `${(value * 1000).toFixed(value < 0.01 ? 1 : 0)} ms` : `${value.toFixed(2)} s`;
  let power = 0;
  while (Math.abs(value) >= base && power < names.length - 1) [value, power] = [value / base, power + 1];
  const digits = value === Math.round(value) ? 0 : Math.abs(value) < 10 ? 2 : 1;
  const name = names[power] ?? '';
  return `${value.toFixed(digits)}${/^\w/.test(name) ? ' ' : ''}${name}${{ reqps: '/s', ops: '/s' }[unit] ?? ''}`;
}

const COLORS = ['#3b6fd4', '#d9822b', '#3a9b5c', '#c2455a', '#7a5cc4', '#5f6b7a'];
/** Points of the picture to a column and to a row of Grafana's grid, which has 24 columns. */
const COLUMN = 50;
const ROW = 24;
const escaped = (/** @type {string} */ text) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);

/**
 * @param {Drawn[]} drawn
 * @param {number} seconds the span of time
 */
export function draw(drawn, seconds) {
  const height = Math.max(...drawn.map(({ panel: { gridPos } }) => gridPos.y + gridPos.h)) * ROW;
  const parts = drawn.map(({ panel, lines }) => {
    const { x, y, w, h } = panel.gridPos;
    const inner = panel.type === 'stat' ? stat(panel, lines, w * COLUMN, h * ROW) : plot(panel, lines, seconds, w * COLUMN, h * ROW);
    return `<g transform="translate(${x * COLUMN} ${y * ROW})"><rect x="4" y="4" width="${w * COLUMN - 8}" height="${h * ROW - 8}" rx="4" fill="#fff" stroke="#d5d9e0"/>
<text x="14" y="22" font-weight="600">${escaped(panel.title)}</text>${inner}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${24 * COLUMN} ${height}" font-family="sans-serif" font-size="12" fill="#222">
<rect width="100%" height="100%" fill="#f4f5f7"/>
${parts.join('\n')}
</svg>
`;
}

/** @param {Panel} panel @param {Line[]} lines @param {number} width @param {number} height */
function stat(panel, lines, width, height) {
  const last = lines[0]?.points.at(-1)?.[1];
  return `<text x="${width / 2}" y="${height / 2 + 22}" font-size="30" text-anchor="middle">${last === undefined ? 'no data' : written(last, panel.fieldConfig.defaults.unit)}</text>`;
}

/** @param {Panel} panel @param {Line[]} lines @param {number} seconds @param {number} width @param {number} height */
function plot(panel, lines, seconds, width, height) {
  if (!lines.length) return `<text x="${width / 2}" y="${height / 2}" text-anchor="middle">no data</text>`;
  const [left, top, right, bottom] = [70, 34, width - 16, height - 46];
  const most = Math.max(...lines.flatMap(({ points }) => points.map(([, value]) => value))) || 1;
  const at = (/** @type {[number, number]} */ [second, value]) =>
    `${(left + (second / seconds) * (right - left)).toFixed(1)} ${(bottom - (value / most) * (bottom - top)).toFixed(1)}`;
  const unit = panel.fieldConfig.defaults.unit;
  const grid = [0, 0.5, 1].map((share) => {
    const y = bottom - share * (bottom - top);
    return `<path d="M${left} ${y}H${right}" stroke="#e3e6eb"/><text x="${left - 6}" y="${y + 4}" text-anchor="end" fill="#667">${written(share * most, unit)}</text>`;
  });
  const curves = lines.map(
    ({ points }, i) =>
      `<polyline points="${points.map(at).join(',').replaceAll(',', ' ')}" fill="none" stroke="${COLORS[i % COLORS.length]}" stroke-width="1.5"/>`,
  );
  const shown = lines.slice(0, 4);
  const legend = shown.map(
    ({ label }, i) =>
      `<text x="${left - 56 + (i * (width - 28)) / shown.length}" y="${height - 14}" fill="${COLORS[i % COLORS.length]}" font-size="11">${escaped(label)}</text>`,
  );
  const ends = `<text x="${left}" y="${bottom + 16}" fill="#667">0 s</text><text x="${right}" y="${bottom + 16}" fill="#667" text-anchor="end">${seconds} s</text>`;
  return [...grid, ...curves, ...legend, ends].join('');
}
