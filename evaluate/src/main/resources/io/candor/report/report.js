'use strict';
/* Draws the report from the numbers in the page. Text from the data only ever becomes text nodes, never markup. */
(() => {
  const numbers = JSON.parse(document.getElementById('numbers').textContent);
  const classifier = numbers.task === 'classification';
  const kindOfRow = classifier ? 'predictions' : 'detections';
  const byId = id => document.getElementById(id);
  const STEPS = 200; // thresholds are multiples of 1/200, as counted by the writer of this page

  // ---- text

  const number = (x, digits = 3) => x === null || x === undefined || Number.isNaN(x) ? '–' : x.toFixed(digits);
  const count = x => x === null || x === undefined ? '–' : x.toLocaleString('en');
  const percent = x => x === null || x === undefined || Number.isNaN(x) ? '–' : (100 * x).toFixed(1) + ' %';
  const signed = x => x === null || x === undefined ? '–' : (x > 0 ? '+' : '') + x.toFixed(3);
  const range = (low, high) => low === null || low === undefined ? '' : '[' + number(low) + ', ' + number(high) + ']';

  /* An element with attributes and children; strings become text. */
  function make(tag, attributes, ...children) {
    const namespace = ['svg', 'image', 'rect', 'title'].includes(tag) ? 'http://www.w3.org/2000/svg' : 'http://www.w3.org/1999/xhtml';
    const element = document.createElementNS(namespace, tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
  }

  /* A word that explains itself on hover and focus. */
  function term(text, key) {
    const meaning = numbers.definitions[key];
    if (!meaning) return document.createTextNode(text);
    return make('span', { class: 'term', tabindex: 0, 'data-key': key, 'aria-description': meaning }, text);
  }

  const tip = make('div', { class: 'tip', role: 'tooltip', hidden: '' });
  document.body.append(tip);
  function showTip(event) {
    const word = event.target.closest && event.target.closest('.term');
    if (!word) return;
    tip.textContent = numbers.definitions[word.dataset.key];
    tip.hidden = false;
    const box = word.getBoundingClientRect();
    const left = Math.max(12, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 12));
    const below = box.bottom + 8 + tip.offsetHeight < window.innerHeight;
    tip.style.left = left + window.scrollX + 'px';
    tip.style.top = (below ? box.bottom + 8 : box.top - tip.offsetHeight - 8) + window.scrollY + 'px';
  }
  function hideTip() { tip.hidden = true; }
  for (const event of ['mouseover', 'focusin', 'click']) document.addEventListener(event, showTip);
  for (const event of ['mouseout', 'focusout']) document.addEventListener(event, hideTip);
  document.addEventListener('keydown', event => { if (event.key === 'Escape') hideTip(); });

  const tile = (name, key, value, note) =>
    make('div', { class: 'tile' }, make('span', {}, term(name, key)), make('b', {}, value), note ? make('small', {}, note) : null);

  function table(target, heads, rows) {
    target.replaceChildren(
      make('thead', {}, make('tr', {}, ...heads.map(([name, key]) => make('th', { scope: 'col' }, term(name, key))))),
      make('tbody', {}, ...rows.map(cells => make('tr', {}, ...cells.map((cell, i) =>
        i === 0 ? make('th', { scope: 'row' }, cell) : cell instanceof Node ? cell : make('td', {}, cell))))));
  }

  // ---- charts

  const charts = [];
  let forPrint = false;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');

  function colors() {
    const style = getComputedStyle(document.documentElement);
    const of = name => style.getPropertyValue('--' + name).trim();
    if (forPrint) {
      return { ink: '#000', faint: '#444', rule: '#ccc', right: '#2f6db5', wrong: '#d2691e', grey: '#a9b0b4', over: '#f0b48c', under: '#8fd3bc', card: '#fff' };
    }
    return {
      ink: of('ink'), faint: of('faint'), rule: of('rule'), right: of('plain'), wrong: of('smooth'), grey: of('wrong'),
      card: of('card'), over: dark.matches ? '#8a5230' : '#f0b48c', under: dark.matches ? '#2c6b56' : '#8fd3bc' };
  }

  /* Okabe and Ito's colours (2008), then three of Tol's (2021). */
  const PALETTE = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#7a7a7a', '#882255', '#999933', '#5d4fb3'];

  /* Registers a chart: options(colors) is asked again whenever colours or size change. */
  function chart(element, label, options, onClick) {
    element.setAttribute('role', 'img');
    element.setAttribute('aria-label', label);
    charts.push({ element, options, onClick, drawn: null });
  }

  function draw(entry) {
    if (!entry.drawn) {
      entry.drawn = echarts.init(entry.element, null, { renderer: 'svg' });
      if (entry.onClick) entry.drawn.getZr().on('click', event => entry.onClick(entry.drawn, event));
    }
    entry.drawn.setOption(Object.assign({
      animation: false,
      textStyle: { fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif' },
    }, entry.options(colors())), { notMerge: true });
  }

  const axis = (c, more) => Object.assign({
    type: 'value', axisLine: { lineStyle: { color: c.faint } }, axisTick: { show: false },
    axisLabel: { color: c.faint, hideOverlap: true }, splitLine: { lineStyle: { color: c.rule } },
    nameTextStyle: { color: c.faint }, nameLocation: 'middle',
  }, more);
  const unit = (c, name, gap) => axis(c, { min: 0, max: 1, interval: 0.2, name, nameGap: gap,
    axisLabel: { color: c.faint, hideOverlap: true, formatter: value => value.toFixed(1) } });
  const tooltip = (c, more) => Object.assign({
    renderMode: 'richText', confine: true, backgroundColor: c.ink, borderWidth: 0, textStyle: { color: c.card, fontSize: 12 },
  }, more);
  const grid = more => Object.assign({ left: 52, right: 16, top: 14, bottom: 44 }, more);
  const hiddenAxis = { show: false, type: 'category' };

  /* Share of right detections per bin of confidence, its gap to the mean confidence, whiskers and counts. */
  function reliability(part) {
    return c => {
      const bins = part.bins;
      const shown = bins.filter(bin => bin.count > 0);
      const whiskers = shown.flatMap(bin => {
        const x = (bin.low + bin.high) / 2;
        return [[x, bin.lowest], [x, bin.highest], [x, null]];
      });
      return {
        grid: grid(), tooltip: tooltip(c, { trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: rows => {
          const bin = bins[rows[0].dataIndex];
          return bin.count === 0 ? 'no ' + kindOfRow :
            `confidence ${number(bin.low, 2)} to ${number(bin.high, 2)}\n${count(bin.count)} ${kindOfRow}\nmean confidence ${number(bin.confidence)}\nright ${number(bin.outcome)} ${range(bin.lowest, bin.highest)}`;
        } }),
        xAxis: [Object.assign({ data: bins.map(bin => number(bin.low, 2)), axisPointer: { show: true } }, hiddenAxis), Object.assign(unit(c, 'confidence', 28), { position: 'bottom' })],
        yAxis: unit(c, 'share that is right', 34),
        series: [
          { type: 'bar', stack: 'bin', barCategoryGap: '10%', data: bins.map(bin => bin.count ? Math.min(bin.outcome, bin.confidence) : null), itemStyle: { color: c.right, opacity: .75 },
            label: { show: true, position: 'insideBottom', color: c.ink, fontSize: 10, formatter: row => bins[row.dataIndex].count ? count(bins[row.dataIndex].count) : '' } },
          { type: 'bar', stack: 'bin', data: bins.map(bin => bin.count ? { value: Math.abs(bin.outcome - bin.confidence), itemStyle: bin.outcome >= bin.confidence ? { color: c.under } : { color: c.over } } : null) },
          { type: 'line', xAxisIndex: 1, data: [[0, 0], [1, 1]], symbol: 'none', lineStyle: { type: 'dashed', color: c.ink, width: 1, opacity: .7 }, silent: true },
          { type: 'line', xAxisIndex: 1, data: whiskers, symbol: 'rect', symbolSize: [8, 1.4], itemStyle: { color: c.ink }, lineStyle: { color: c.ink, width: 1.3 }, connectNulls: false, silent: true, z: 5 },
        ],
      };
    };
  }

  function histogram(side, most) {
    return c => ({
      grid: grid(), tooltip: tooltip(c, { trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: rows => {
        const b = rows[0].dataIndex;
        return `confidence ${number(b / side.right.length, 2)} to ${number((b + 1) / side.right.length, 2)}\nright ${count(side.right[b])}\nwrong ${count(side.wrong[b])}`;
      } }),
      xAxis: [Object.assign({ data: side.right.map((n, b) => number(b / side.right.length, 2)), axisPointer: { show: true } }, hiddenAxis), Object.assign(unit(c, 'confidence', 28), { position: 'bottom' })],
      yAxis: axis(c, { min: -most, max: most, name: '← wrong      right →', nameGap: 38, axisLabel: { color: c.faint, formatter: value => count(Math.abs(value)) } }),
      series: [
        { type: 'bar', stack: 'side', barCategoryGap: '8%', data: side.right, itemStyle: { color: c.right } },
        { type: 'bar', stack: 'side', data: side.wrong.map(n => -n), itemStyle: { color: c.wrong } },
        { type: 'line', xAxisIndex: 1, data: [], markLine: { symbol: 'none', silent: true, label: { show: false },
          data: [[{ coord: [side.meanRight, 0] }, { coord: [side.meanRight, most] }], [{ coord: [side.meanWrong, -most] }, { coord: [side.meanWrong, 0] }]].filter(line => line[0].coord[0] !== null),
          lineStyle: { color: c.ink, type: 'dashed' } } },
      ],
    });
  }

  function lines(series, xName, yName, more) {
    return c => Object.assign({
      grid: grid({ bottom: series.length > 1 ? 72 : 44 }), tooltip: tooltip(c, { trigger: 'item', formatter: row => row.seriesName }),
      legend: series.length > 1 ? { type: forPrint ? 'plain' : 'scroll', bottom: 0, textStyle: { color: c.faint }, inactiveColor: c.rule, pageTextStyle: { color: c.faint }, pageIconColor: c.ink } : undefined,
      xAxis: unit(c, xName, 26), yAxis: unit(c, yName, 34),
      series: series.map((line, i) => ({
        type: 'line', name: line.name, data: line.points, symbol: 'none', triggerLineEvent: true,
        lineStyle: { width: line.bold ? 3 : 1.5, color: line.bold ? c.ink : PALETTE[i % PALETTE.length] },
        itemStyle: { color: line.bold ? c.ink : PALETTE[i % PALETTE.length] }, emphasis: { focus: 'series' },
      })),
    }, more ? more(c) : {});
  }

  // ---- sections

  function figures() {
    byId('tiles').append(...numbers.figures.map(f => tile(f.name, f.key, f.percent ? percent(f.value) : number(f.value), range(f.low, f.high))));
    if (classifier) {
      if (!numbers.classes.length) return;
      table(byId('classes'), [['class', null], ['rows', null], ['recall', 'recall'], ['predicted', null], ['precision', 'precision'], ['gap', 'signed_gap'], ['class-wise ECE', 'class_wise_ece']],
        numbers.classes.map(row => [row.name, count(row.rows), number(row.recall), count(row.predicted), number(row.precision), signed(row.signed_gap), number(row.calibration_error)]));
      return;
    }
    const heads = [['class', null], ['objects', 'objects'], ['found', 'recall'], ['precision', 'precision'], ['F1', 'f1'], ['AP50', 'map50'], ['AP50-95', 'map50_95'], ['confidence', 'mean_confidence'], ['right', 'mean_outcome'], ['gap', 'signed_gap'], ['D-ECE', 'd_ece']];
    table(byId('classes'), heads, numbers.classes.map(row => [
      row.name, count(row.objects), number(row.recall), number(row.precision), number(row.f1), number(row.map50), number(row.map50_95),
      number(row.mean_confidence), number(row.mean_outcome), signed(row.signed_gap), number(row.d_ece)]));
  }

  const figure = (size, caption) => {
    const space = make('div', { class: 'chart ' + size });
    return [space, make('figure', {}, space, make('figcaption', {}, ...caption))];
  };

  function reliabilityPart(target, part, size, prefix) {
    const [space, whole] = figure(size, [make('b', {}, (prefix || '') + part.name), `: ${count(part.detections)} ${kindOfRow}, `, term('gap', 'signed_gap'), ` ${signed(part.gap)}, `, classifier ? term('ECE', 'ece') : term('D-ECE', 'd_ece'), ' ' + number(part.error)]);
    target.append(whole);
    chart(space, 'Reliability diagram, ' + part.name, reliability(part));
  }

  function trust() {
    const [all, ...parts] = numbers.reliability;
    const main = byId('reliability-main');
    reliabilityPart(main, numbers.calibrated ? numbers.calibrated.before : all, 'tall', numbers.calibrated ? 'before calibration, ' : '');
    if (numbers.calibrated) {
      reliabilityPart(main, numbers.calibrated.reliability, 'tall', 'after calibration, ');
      const target = make('table', {});
      byId('calibrated').append(make('p', { class: 'note' }, numbers.calibrated.words), make('div', { class: 'scroll' }, target));
      const verdicts = { better: 'better', worse: 'worse', same: 'may be chance', unknown: 'not known' };
      table(target, [['figure', null], ['before', null], ['after', null], ['difference', null]], numbers.calibrated.figures.map(f => [
        term(f.name, f.key),
        make('td', { class: 'range' }, number(f.before), make('small', {}, range(f.before_low, f.before_high))),
        make('td', { class: 'range' }, number(f.after), make('small', {}, range(f.after_low, f.after_high))),
        make('td', { class: f.effect === 'better' ? 'better' : f.effect === 'worse' ? 'worse' : '' }, signed(f.difference), make('small', {}, `${verdicts[f.effect]} ${range(f.difference_low, f.difference_high)}`))]));
      const after = numbers.calibrated.classes || [];
      after.slice(0, 24).forEach(part => reliabilityPart(byId('reliability-after'), part, 'small', 'after calibration, '));
      if (after.length) byId('reliability-after').before(make('h3', {}, 'By class, after calibration'));
    } else {
      const notes = make('div', {});
      main.append(notes);
      const target = make('table', {});
      notes.append(make('div', { class: 'scroll' }, target));
      table(target, [['figure', null], ['value', null], ['interval', null]], numbers.trust.map(f => [term(f.name, f.key), number(f.value), range(f.low, f.high)]));
    }
    if (!parts.length) byId('reliability-by-part').remove();
    parts.filter(part => part.detections > 0).slice(0, 24).forEach(part => reliabilityPart(byId('reliability-parts'), part, 'small'));
    const left = parts.filter(part => part.detections > 0).length - 24;
    byId('reliability-note').textContent = numbers.notes.reliability + (left > 0 ? ` ${left} more classes are in report.json.` : '');
  }

  function confidence() {
    const target = byId('histograms');
    const sides = numbers.histograms.filter(Boolean);
    sides.forEach(side => {
      const most = Math.max(1, ...side.right, ...side.wrong);
      const [space, whole] = figure('', [make('b', {}, side.name), `: mean confidence of right detections ${number(side.meanRight)}, of wrong ones ${number(side.meanWrong)} (dashed)`]);
      target.append(whole);
      chart(space, 'Confidence of right and wrong detections, ' + side.name, histogram(side, most));
    });
    if (sides.length === 1) {
      const side = sides[0];
      const total = values => values.reduce((sum, n) => sum + n, 0);
      const box = make('table', {});
      target.append(make('div', { class: 'scroll' }, box));
      table(box, [[kindOfRow, null], ['right', null], ['wrong', null]], [
        ['number', count(total(side.right)), count(total(side.wrong))],
        ['mean confidence', number(side.meanRight), number(side.meanWrong)],
        ['share above .5', percent(total(side.right.slice(side.right.length / 2)) / total(side.right)), percent(total(side.wrong.slice(side.wrong.length / 2)) / total(side.wrong))]]);
    }
  }

  function curves() {
    riskCurve();
    if (!numbers.curves) {
      byId('precision-recall').parentElement.remove();
      return;
    }
    const recall = numbers.curves.recall;
    const named = numbers.curves.classes.length <= 12 ? numbers.curves.classes : [];
    const series = named.map(row => ({ name: `${row.name} ${number(row.ap50)}`, points: row.precision.map((p, i) => [recall[i], p]) }));
    series.push({ name: 'all classes ' + number(numbers.curves.map50), bold: true, points: numbers.curves.mean.map((p, i) => [recall[i], p]) });
    chart(byId('precision-recall'), 'Precision against recall', lines(series, 'recall', 'precision'));
  }

  function riskCurve() {
    const risk = numbers.risk;
    const top = Math.max(0.1, Math.ceil(10 * Math.max(...risk.risk, 0)) / 10);
    chart(byId('risk'), 'Risk against coverage', c => Object.assign(lines([{ name: 'risk', bold: true, points: risk.coverage.map((x, i) => [x, risk.risk[i]]) }], `share of ${kindOfRow} kept, surest first`, 'share that is wrong')(c), {
      yAxis: axis(c, { min: 0, max: top, name: 'share that is wrong', nameGap: 34 }),
      tooltip: tooltip(c, { trigger: 'axis', formatter: rows => `${percent(rows[0].value[0])} kept\n${percent(rows[0].value[1])} of these wrong` }) }));
  }

  function errors() {
    if (!numbers.error_split) {
      byId('error-kinds').remove();
      return;
    }
    const bars = numbers.error_split;
    if (bars.length) {
      chart(byId('error-split'), 'Average precision lost by kind of error', c => ({
        grid: grid({ left: 172, right: 76 }), tooltip: tooltip(c, { trigger: 'item', formatter: row => `${bars[row.dataIndex].name}\nAP50 ${signed(bars[row.dataIndex].value)} ${range(bars[row.dataIndex].low, bars[row.dataIndex].high)}\n${count(bars[row.dataIndex].count)} at the threshold` }),
        xAxis: axis(c, { name: numbers.notes.error_split, nameGap: 26 }),
        yAxis: { type: 'category', inverse: true, data: bars.map(bar => bar.name), axisLine: { lineStyle: { color: c.faint } }, axisTick: { show: false }, axisLabel: { color: c.ink } },
        series: [{ type: 'bar', data: bars.map(bar => bar.value), itemStyle: { color: c.wrong }, barCategoryGap: '28%', label: { show: true, position: 'right', color: c.ink, formatter: row => `${number(row.value)} (${count(bars[row.dataIndex].count)})` } }],
      }));
    } else {
      byId('error-split').parentElement.hidden = true;
    }
    const target = make('table', {});
    byId('slices').append(target);
    table(target, [['part of the data', null], ['objects', 'objects'], ['found', 'recall'], ['false alarms per image', 'false_alarms']], numbers.slices.map(row => [
      row.name, count(row.objects),
      make('td', { class: 'range' }, number(row.recall), make('small', {}, range(row.recall_low, row.recall_high))),
      row.false_alarms_per_image === null ? '' : number(row.false_alarms_per_image)]));
  }

  // ---- pictures

  let store = null;
  function pictures() {
    if (!store) store = JSON.parse(byId('picture-store').textContent); // megabytes: parsed when first wanted
    return store;
  }

  /* A crop with its boxes; boxes are [kind, class, confidence, x1, y1, x2, y2, main] in pixels of the crop. */
  function picture(item) {
    const drawing = make('svg', { viewBox: `0 0 ${item.w} ${item.h}`, role: 'img', 'aria-label': item.caption });
    const image = make('image', { width: item.w, height: item.h });
    image.setAttribute('href', 'data:image/jpeg;base64,' + item.jpeg);
    drawing.append(image);
    for (const [kind, label, sure, x1, y1, x2, y2] of item.boxes || []) {
      const at = { x: x1, y: y1, width: Math.max(1, x2 - x1), height: Math.max(1, y2 - y1) };
      const words = kind === 'object' ? `there: ${numbers.names[label]}` : `found: ${numbers.names[label]} ${number(sure, 2)}`;
      drawing.append(make('rect', Object.assign({ class: 'halo' }, at)), make('rect', Object.assign({ class: 'mark is-' + kind }, at), make('title', {}, words)));
    }
    return make('figure', {}, drawing, make('figcaption', {}, make('b', {}, item.caption), make('br', {}), item.image));
  }

  const legend = () => [make('span', { class: 'legend-object' }, '┅ object as labelled'), '  ', make('span', { class: 'legend-right' }, '━ right detection'), '  ', make('span', { class: 'legend-wrong' }, '━ wrong detection')];

  function openCell(row, column) {
    const names = numbers.confusion.names;
    const items = pictures().cells[row + ',' + column] || [];
    const all = numbers.confusion.counts[row][column];
    byId('pictures-title').textContent = classifier ? (row === column ? `Right: ${names[row]}` : `${names[column]} taken for ${names[row]}`) : column === names.length - 1 ? `False alarms: ${names[row]} where nothing is` :
      row === names.length - 1 ? `Missed: ${names[column]}` : row === column ? `Found: ${names[row]}` : `${names[column]} taken for ${names[row]}`;
    byId('pictures-note').replaceChildren(`${items.length} of ${count(all)}. `, ...(classifier ? [] : legend()));
    byId('pictures-body').replaceChildren(...items.map(i => picture(pictures().items[i])));
    byId('pictures').showModal();
  }

  function confusion() {
    if (!numbers.confusion) {
      byId('errors').remove();
      return;
    }
    const { names, counts } = numbers.confusion;
    const last = names.length - 1;
    const totals = names.map((_, column) => counts.reduce((sum, row) => sum + row[column], 0));
    const head = make('tr', {}, make('th', {}, 'predicted ↓ true →'), ...names.map(name => make('th', { scope: 'col', title: name }, name)));
    const body = counts.map((row, r) => make('tr', {}, make('th', { scope: 'row', title: names[r] }, names[r]), ...row.map((n, c) => {
      const cell = make('td', {});
      const share = totals[c] ? n / totals[c] : 0;
      const tone = r === c ? 'var(--plain)' : 'var(--smooth)';
      if (n > 0) cell.style.background = `color-mix(in srgb, ${tone} ${Math.round(12 + 58 * Math.sqrt(share))}%, var(--card))`;
      if (n > 0 && numbers.has_pictures) {
        const open = make('button', { type: 'button', 'data-cell': r + ',' + c, 'aria-label': `${count(n)}: predicted ${names[r]}, true ${names[c]}; open pictures` }, count(n));
        open.addEventListener('click', () => openCell(r, c));
        cell.append(open);
      } else {
        cell.append(!classifier && r === last && c === last ? '' : count(n));
      }
      return cell;
    })));
    byId('confusion').replaceChildren(make('thead', {}, head), make('tbody', {}, ...body));
    byId('confusion-note').textContent = numbers.notes.confusion;
  }

  function galleries() {
    if (!numbers.has_pictures) return;
    for (const [key, title] of [['false_alarms', 'The surest false alarms'], ['misses', 'Missed objects, smallest first']]) {
      const items = numbers.galleries[key];
      if (!items) continue;
      const body = make('div', { class: 'pictures' });
      const fold = make('details', {}, make('summary', {}, `${title} (${items} shown)`), make('p', { class: 'note' }, ...legend()), body);
      fold.addEventListener('toggle', () => {
        if (fold.open && !body.childElementCount) body.append(...pictures()[key].map(i => picture(pictures().items[i])));
      });
      byId('galleries').append(fold);
    }
  }

  // ---- thresholds

  const live = { part: 0, report: 0, review: 0 };

  /* Everything at a pair of thresholds; per image where it says so. */
  function outcome(part, report, review, costs) {
    const images = numbers.thresholds.images;
    const right = part.right[report], wrong = part.wrong[report];
    const reviewed = part.right[review] + part.wrong[review] - right - wrong;
    const precision = right + wrong > 0 ? right / (right + wrong) : NaN;
    const recall = part.objects > 0 ? right / part.objects : NaN;
    const missed = part.objects - part.right[review];
    const stopped = part.images[report];
    const looked = part.images[review] - stopped;
    return {
      precision, recall, f1: 2 * right / (right + wrong + part.objects), falseAlarms: wrong / images, reviews: reviewed / images,
      cost: (costs.falseAlarm * wrong + costs.miss * missed + costs.review * reviewed) / images,
      found: part.objects > 0 ? part.right[review] / part.objects : NaN,
      stopped: stopped / images, looked: looked / images,
      escaped: part.defectiveImages > 0 ? 1 - part.defective[review] / part.defectiveImages : NaN,
    };
  }

  function costs() {
    const value = id => Math.max(0, Number(byId(id).value) || 0);
    return { falseAlarm: value('cost-false'), miss: value('cost-miss'), review: value('cost-review') };
  }

  function update() {
    const part = numbers.thresholds.parts[live.part];
    const now = outcome(part, live.report, live.review, costs());
    byId('as-decided').hidden = part.report === undefined;
    byId('report-from').value = live.report;
    byId('review-from').value = live.review;
    byId('report-value').textContent = number(live.report / STEPS);
    byId('review-value').textContent = live.review === live.report ? 'no review' : number(live.review / STEPS);
    const tiles = [
      ['precision', 'precision', number(now.precision)], ['recall', 'recall', number(now.recall), live.review < live.report ? `with review ${number(now.found)}` : ''],
      ['F1', 'f1', number(now.f1)], ['false alarms per image', 'false_alarms', number(now.falseAlarms)],
      ['reviews per image', 'review_load', number(now.reviews)], ['expected cost per image', 'expected_cost', number(now.cost)],
      ['images stopped', 'images_stopped', percent(now.stopped)], ['images to review', 'images_reviewed', percent(now.looked)],
      ['images that escape', 'escapes', percent(now.escaped)]];
    byId('live').replaceChildren(...tiles.map(([name, key, value, note]) => tile(name, key, value, note)));
  }

  function costChart() {
    chart(byId('threshold-chart'), 'Precision, recall, F1 and cost against threshold', c => {
      const part = numbers.thresholds.parts[live.part];
      const price = costs();
      const rows = Array.from({ length: STEPS + 1 }, (_, i) => outcome(part, i, i, price));
      const points = key => rows.map((row, i) => [i / STEPS, Number.isFinite(row[key]) ? row[key] : null]);
      const names = [['precision', 'precision'], ['recall', 'recall'], ['f1', 'F1']];
      const cost = points('cost');
      return {
        grid: grid({ right: 58, bottom: 68 }),
        legend: { bottom: 0, textStyle: { color: c.faint }, inactiveColor: c.rule },
        tooltip: tooltip(c, { trigger: 'axis', formatter: items => `threshold ${number(items[0].value[0])}\n` + items.map(item => `${item.seriesName} ${number(item.value[1])}`).join('\n') }),
        xAxis: unit(c, 'confidence threshold', 26),
        yAxis: [unit(c, '', 0), axis(c, { min: 0, max: 1.15 * Math.max(...cost.slice(10).map(p => p[1])) || 1, name: 'cost per image', nameGap: 40, splitLine: { show: false }, axisLabel: { color: c.faint, formatter: value => Number(value.toPrecision(2)) } })],
        series: [
          ...names.map(([key, name], i) => ({ type: 'line', name, data: points(key), symbol: 'none', lineStyle: { color: PALETTE[i], width: 2 }, itemStyle: { color: PALETTE[i] },
            markLine: i ? undefined : { symbol: 'none', silent: true, label: { show: false }, lineStyle: { color: c.ink, type: 'solid' },
              data: [{ xAxis: live.report / STEPS }, ...(live.review < live.report ? [{ xAxis: live.review / STEPS, lineStyle: { type: 'dashed' } }] : [])] } })),
          { type: 'line', name: 'cost', yAxisIndex: 1, data: cost, symbol: 'none', lineStyle: { color: c.faint, width: 2, type: 'dotted' }, itemStyle: { color: c.faint } },
        ],
      };
    }, (drawn, event) => {
      const x = drawn.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY])[0];
      if (x >= 0 && x <= 1) move(Math.round(x * STEPS), live.review);
    });
  }

  let redrawing = 0;
  function move(report, review) {
    live.report = Math.max(0, Math.min(STEPS, report));
    live.review = Math.max(0, Math.min(live.report, review));
    update();
    cancelAnimationFrame(redrawing);
    redrawing = requestAnimationFrame(() => charts.filter(entry => entry.element.id === 'threshold-chart').forEach(draw));
  }

  /* The thresholds of the policy, or else of the best F1, for the class chosen. */
  function decided() {
    const part = numbers.thresholds.parts[live.part];
    const start = numbers.thresholds.start;
    move(part.report ?? start, part.review ?? start);
  }

  function policy() {
    const given = numbers.policy;
    if (!given) return;
    if (given.costs) {
      byId('cost-false').value = given.costs.false_call;
      byId('cost-miss').value = given.costs.escape;
      byId('cost-review').value = given.costs.review;
    }
    byId('threshold-note').textContent = given.words;
    const effect = make('table', {});
    const bands = make('table', {});
    byId('policy').append(make('h3', {}, 'The policy'), make('p', {}, given.rule),
      make('div', { class: 'pair' }, make('div', { class: 'scroll' }, effect), make('div', { class: 'scroll' }, bands)),
      make('p', { class: 'note' }, `What it does, as it was judged when it was written: on ${count(given.images)} images its thresholds were not chosen on. In brackets: ${given.intervals}.`));
    const threshold = x => x === null ? 'never' : number(x);
    table(effect, [['figure', null], ['value', null], ['interval', null]], given.figures.map(f => [term(f.name, f.key), number(f.value), range(f.low, f.high)]));
    table(bands, [['class', null], ['review from', null], ['reject from', null]], given.classes.map(row => [row.name, threshold(row.review_from), threshold(row.reject_from)]));
  }

  function thresholds() {
    if (!numbers.thresholds) {
      byId('threshold').remove();
      return;
    }
    const parts = numbers.thresholds.parts;
    byId('threshold-class').append(...parts.map((part, i) => make('option', { value: i }, part.name)));
    byId('threshold-class').addEventListener('change', event => { live.part = Number(event.target.value); numbers.policy ? decided() : move(live.report, live.review); });
    byId('report-from').addEventListener('input', event => {
      const value = Number(event.target.value);
      move(value, live.review === live.report ? value : live.review);
    });
    byId('review-from').addEventListener('input', event => {
      const value = Number(event.target.value);
      move(Math.max(live.report, value), value);
    });
    for (const id of ['cost-false', 'cost-miss', 'cost-review']) byId(id).addEventListener('input', () => move(live.report, live.review));
    byId('cheapest').addEventListener('click', () => {
      const part = parts[live.part];
      const price = costs();
      let best = [STEPS, STEPS, Infinity];
      for (let report = 0; report <= STEPS; report++) {
        for (let review = 0; review <= report; review++) {
          const cost = outcome(part, report, review, price).cost;
          if (cost < best[2] - 1e-12) best = [report, review, cost];
        }
      }
      move(best[0], best[1]);
    });
    byId('best-f1').addEventListener('click', () => {
      const part = parts[live.part];
      const all = Array.from({ length: STEPS + 1 }, (_, i) => outcome(part, i, i, costs()).f1 || 0);
      const best = all.indexOf(Math.max(...all));
      move(best, best);
    });
    byId('as-decided').addEventListener('click', decided);
    policy();
    live.report = parts[0].report ?? numbers.thresholds.start;
    live.review = Math.min(live.report, parts[0].review ?? live.report);
    costChart();
    update();
  }

  // ---- second run, definitions, origin

  function against() {
    const section = byId('against');
    if (!numbers.against) { section.remove(); return; }
    const other = numbers.against;
    const target = make('table', {});
    const space = make('div', { class: 'chart' });
    section.append(make('h2', {}, 'Compared with ' + other.name), make('p', {}, other.words), make('div', { class: 'scroll' }, target),
      make('figure', {}, space, make('figcaption', {}, 'Differences with 95 % intervals, this run minus the other; images are resampled for both together')));
    table(target, [['figure', null], ['this run', null], ['other run', null], ['difference', null]], other.rows.map(row => [
      term(row.name, row.key), number(row.here), number(row.there),
      make('td', { class: row.effect === 'better' ? 'better' : row.effect === 'worse' ? 'worse' : '' }, signed(row.difference), make('small', {}, `${row.effect} ${range(row.low, row.high)}`))]));
    chart(space, 'Differences between the runs', c => {
      const shown = other.rows.filter(row => row.low !== null);
      return {
        grid: grid({ left: 150 }), tooltip: tooltip(c, { trigger: 'item', formatter: item => item.seriesName === 'difference' ? `${shown[item.dataIndex].name} ${signed(shown[item.dataIndex].difference)} ${range(shown[item.dataIndex].low, shown[item.dataIndex].high)}` : '' }),
        xAxis: axis(c, { name: 'difference', nameGap: 26 }),
        yAxis: { type: 'category', inverse: true, data: shown.map(row => row.name), axisLine: { lineStyle: { color: c.faint } }, axisTick: { show: false }, axisLabel: { color: c.ink } },
        series: [
          { type: 'line', data: shown.flatMap(row => [[row.low, row.name], [row.high, row.name], [null, row.name]]), symbol: 'rect', symbolSize: [1.4, 9], lineStyle: { color: c.ink }, itemStyle: { color: c.ink }, silent: true,
            markLine: { symbol: 'none', silent: true, label: { show: false }, data: [{ xAxis: 0 }], lineStyle: { color: c.faint, type: 'dashed' } } },
          { type: 'scatter', name: 'difference', data: shown.map(row => [row.difference, row.name]), symbolSize: 10, itemStyle: { color: c.right } },
        ],
      };
    });
  }

  function smallPrint() {
    byId('definitions').append(...numbers.glossary.map(([name, text]) => make('div', {}, make('dt', {}, name), make('dd', {}, text))));
    byId('origin').append(...numbers.origin.map(([name, text]) => make('div', {}, make('dt', {}, name), make('dd', {}, text))));
    byId('contents').append(...Array.from(document.querySelectorAll('section[id] > h2')).filter(title => title.parentElement.id !== 'summary')
      .map(title => make('a', { href: '#' + title.parentElement.id }, title.textContent)));
  }

  // ---- life

  for (const section of [figures, thresholds, trust, confidence, curves, errors, confusion, galleries, against, smallPrint]) section();
  charts.forEach(draw);

  const redraw = () => charts.forEach(entry => { entry.drawn.resize({ width: 'auto', height: 'auto' }); draw(entry); });
  const widths = new ResizeObserver(sizes => sizes.forEach(({ target }) => {
    const entry = charts.find(known => known.element === target);
    if (!forPrint && entry.drawn.getWidth() !== target.clientWidth) entry.drawn.resize();
  }));
  charts.forEach(entry => widths.observe(entry.element));
  dark.addEventListener('change', redraw);
  window.addEventListener('beforeprint', () => {
    forPrint = true;
    charts.forEach(entry => {
      const inRow = entry.element.closest('.pair, .small-charts');
      entry.drawn.resize({ width: inRow ? 330 : 680, height: entry.element.clientHeight });
      draw(entry);
    });
  });
  window.addEventListener('afterprint', () => { forPrint = false; redraw(); });
})();
