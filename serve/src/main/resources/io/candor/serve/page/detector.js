// Detection in the browser: the same steps as the server's, on the same numbers. Plain functions, no page.

/** Field by field through a protocol buffer message: [number, wire type, value or bytes]. */
function* fields(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0, factor = 1;
    for (;;) {
      const next = bytes[at++];
      if (next === undefined) throw new Error('the file ends too early');
      value += (next & 127) * factor;
      if (next < 128) return value;
      factor *= 128;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag % 8;
    if (wire === 0) yield [Math.floor(tag / 8), wire, varint()];
    else if (wire === 1) { at += 8; yield [Math.floor(tag / 8), wire, null]; }
    else if (wire === 5) { at += 4; yield [Math.floor(tag / 8), wire, null]; }
    else if (wire === 2) {
      const length = varint();
      if (at + length > bytes.length) throw new Error('the file ends too early');
      yield [Math.floor(tag / 8), wire, bytes.subarray(at, at + length)];
      at += length;
    } else throw new Error('this is no ONNX file');
  }
}

const text = bytes => new TextDecoder().decode(bytes);

function port(bytes) {
  const found = {name: '', shape: []};
  for (const [number, , value] of fields(bytes)) {
    if (number === 1) found.name = text(value);
    if (number !== 2) continue;
    for (const [kind, , tensor] of fields(value)) {
      if (kind !== 1) continue;
      for (const [part, , shape] of fields(tensor)) {
        if (part !== 2) continue;
        for (const [, , dimension] of fields(shape)) {
          let size = -1;
          for (const [which, , number] of fields(dimension)) if (which === 1) size = number;
          found.shape.push(size > 0 ? size : -1);
        }
      }
    }
  }
  return found;
}

/** Input, output, class names and image size that an ONNX file declares. */
export function describe(file) {
  const properties = {};
  const inputs = [], outputs = [];
  for (const [number, wire, value] of fields(new Uint8Array(file))) {
    if (number === 14 && wire === 2) {
      let key = '', content = '';
      for (const [part, , bytes] of fields(value)) part === 1 ? key = text(bytes) : content = text(bytes);
      properties[key] = content;
    }
    if (number === 7 && wire === 2) {
      for (const [part, , bytes] of fields(value)) {
        if (part === 11) inputs.push(port(bytes));
        if (part === 12) outputs.push(port(bytes));
      }
    }
  }
  const input = inputs[0];
  const output = outputs.find(one => one.shape.length === 3);
  if (!input || input.shape.length !== 4 || !output) throw new Error('this is no detector that is understood here');
  const names = classNames(properties.names || '');
  const sides = [...input.shape.slice(2), ...(properties.imgsz || '').match(/\d{2,5}/g) || []].map(Number);
  const imageSize = Math.max(...sides) > 0 ? Math.max(...sides) : 640;
  const quarter = (size, side) => size < 0 || side < 0 || 4 * size === side;
  const prototypes = outputs.find(({shape}) => shape.length === 4 && shape[1] > 0
    && quarter(shape[2], input.shape[2]) && quarter(shape[3], input.shape[3]));
  const found = masked => {
    const masks = masked ? prototypes.shape[1] : 0;
    const layout = layoutOf(output.shape, names.length, input.shape, masks);
    return {
      input, output, prototypes: masked ? prototypes : undefined, masks, imageSize, layout,
      classes: names.length ? names : numbered(layout, output.shape, masks),
    };
  };
  if (!prototypes) return found(false);
  try {
    return found(true);
  } catch (other) {
    if (properties.task === 'segment') throw other;
    return found(false);
  }
}

/** {0: 'person', 1: 'car'}, as these files carry it. */
export function classNames(dictionary) {
  const names = [];
  const entry = /(\d+)\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  for (const [, index, single, double] of dictionary.matchAll(entry)) {
    names[Number(index)] = (single ?? double).replace(/\\(.)/g, '$1');
  }
  return Array.from(names, (name, i) => name ?? `class${i}`);
}

function numbered(layout, shape, masks) {
  const count = layout === 'SELECTED_ROWS' ? 80 : layout === 'ANCHOR_COLUMNS' ? shape[1] - 4 - masks
    : shape[2] - masks - (layout === 'ANCHOR_ROWS' ? 4 : 5);
  return Array.from({length: count}, (_, i) => `class${i}`);
}

function layoutOf([, allRows, allColumns], classes, [, , height, width], masks) {
  const rows = allRows, columns = allColumns - masks; // coefficients of masks are the last of an anchor's numbers
  const anchors = [8, 16, 32].reduce((sum, s) => sum + Math.floor(height / s) * Math.floor(width / s), 0);
  const room = rows - 4 - masks;
  if (classes ? room === classes : room > 0 && (allColumns === -1 || room < allColumns)) return 'ANCHOR_COLUMNS';
  if (columns === 6 && rows <= 1000 && rows !== anchors && rows !== 3 * anchors) return 'SELECTED_ROWS';
  if (classes ? columns === 5 + classes : rows !== anchors) return 'ANCHOR_ROWS_WITH_OBJECTNESS';
  if (!classes || columns === 4 + classes) return 'ANCHOR_ROWS';
  throw new Error(`an output of ${rows} x ${columns} for ${classes} classes is not understood`);
}

/** Half to even, as the server rounds. */
const even = value => {
  const floor = Math.floor(value), rest = value - floor;
  return rest < .5 || (rest === .5 && floor % 2 === 0) ? floor : floor + 1;
};

/** How a picture is put before the network. */
export function letterbox(width, height, model) {
  const [, , declaredHeight, declaredWidth] = model.input.shape;
  const fixed = declaredHeight > 0 && declaredWidth > 0;
  const ratio = fixed ? Math.min(declaredHeight / height, declaredWidth / width)
    : Math.min(model.imageSize / height, model.imageSize / width);
  const w = Math.max(1, even(width * ratio)), h = Math.max(1, even(height * ratio));
  const modulo = side => (((model.imageSize - side) % 32) + 32) % 32;
  const columns = fixed ? declaredWidth - w : modulo(w), rows = fixed ? declaredHeight - h : modulo(h);
  return {
    ratio, pictureWidth: w, pictureHeight: h, width: w + columns, height: h + rows,
    left: even(columns / 2 - .1), top: even(rows / 2 - .1),
  };
}

/**
 * Bilinear with OpenCV's integer arithmetic (weights of 11 bits, two roundings), so that server and browser see the same.
 * RGBA in, RGB planes' interleaved bytes out.
 */
export function resize(rgba, width, height, toWidth, toHeight) {
  const out = new Uint8ClampedArray(3 * toWidth * toHeight);
  if (width === toWidth && height === toHeight) {
    for (let i = 0, o = 0; i < rgba.length; i += 4) {
      out[o++] = rgba[i]; out[o++] = rgba[i + 1]; out[o++] = rgba[i + 2];
    }
    return out;
  }
  if (width === 2 * toWidth && height === 2 * toHeight) {
    for (let y = 0, o = 0; y < toHeight; y++) for (let x = 0; x < toWidth; x++) for (let c = 0; c < 3; c++) {
      const at = 4 * (2 * y * width + 2 * x) + c;
      out[o++] = (rgba[at] + rgba[at + 4] + rgba[at + 4 * width] + rgba[at + 4 * width + 4] + 2) >> 2;
    }
    return out;
  }
  const axis = (from, to) => {
    const scale = 1 / (to / from), first = new Int32Array(to), second = new Int32Array(to);
    const a = new Int32Array(to), b = new Int32Array(to);
    for (let i = 0; i < to; i++) {
      let place = Math.fround((i + .5) * scale - .5);
      let at = Math.floor(place);
      let part = Math.fround(place - at);
      if (at < 0) { at = 0; part = 0; }
      if (at >= from - 1) { at = from - 1; part = 0; }
      first[i] = at; second[i] = Math.min(at + 1, from - 1);
      a[i] = even(Math.fround((1 - part) * 2048)); b[i] = even(Math.fround(part * 2048));
    }
    return {first, second, a, b};
  };
  const h = axis(width, toWidth), v = axis(height, toHeight);
  const row = y => {
    const line = new Int32Array(3 * toWidth);
    for (let x = 0, o = 0; x < toWidth; x++) {
      const p = 4 * (y * width + h.first[x]), q = 4 * (y * width + h.second[x]);
      for (let c = 0; c < 3; c++) line[o++] = rgba[p + c] * h.a[x] + rgba[q + c] * h.b[x];
    }
    return line;
  };
  const lines = new Map();
  const cached = y => {
    if (!lines.has(y)) { if (lines.size > 3) lines.delete(lines.keys().next().value); lines.set(y, row(y)); }
    return lines.get(y);
  };
  for (let y = 0, o = 0; y < toHeight; y++) {
    const one = cached(v.first[y]), two = cached(v.second[y]);
    for (let i = 0; i < one.length; i++) {
      out[o++] = (((v.a[y] * (one[i] >> 4)) >> 16) + ((v.b[y] * (two[i] >> 4)) >> 16) + 2) >> 2;
    }
  }
  return out;
}

/** Red, green and blue planes in [0, 1], grey around the picture. */
export function planes(picture, frame) {
  const plane = frame.width * frame.height;
  const values = new Float32Array(3 * plane).fill(114 / 255);
  const rgb = resize(picture.data, picture.width, picture.height, frame.pictureWidth, frame.pictureHeight);
  for (let y = 0, i = 0; y < frame.pictureHeight; y++) {
    for (let x = 0; x < frame.pictureWidth; x++) {
      const at = (y + frame.top) * frame.width + x + frame.left;
      for (let c = 0; c < 3; c++) values[c * plane + at] = rgb[i++] / 255;
    }
  }
  return values;
}

/** Candidates above a confidence, in pixels of the frame: [x1, y1, x2, y2, confidence, class, row or anchor]. */
export function candidates(values, layout, classes, floor, masks = 0) {
  const found = [];
  if (layout === 'SELECTED_ROWS') {
    for (let i = 0, row = 0; i + 6 + masks <= values.length; i += 6 + masks, row++) {
      const classIndex = Math.trunc(values[i + 5]);
      if (values[i + 4] > floor && classIndex >= 0 && classIndex < classes) {
        found.push([...values.subarray(i, i + 5), classIndex, row]);
      }
    }
    return found.sort((a, b) => b[4] - a[4]);
  }
  const skip = layout === 'ANCHOR_ROWS_WITH_OBJECTNESS' ? 5 : 4;
  const width = skip + classes + masks, anchors = values.length / width;
  const columns = layout === 'ANCHOR_COLUMNS';
  const at = (a, i) => columns ? values[i * anchors + a] : values[a * width + i];
  for (let a = 0; a < anchors; a++) {
    let best = 0, bestClass = 0;
    for (let k = 0; k < classes; k++) {
      const p = skip === 5 ? Math.fround(at(a, 4) * at(a, 5 + k)) : at(a, 4 + k);
      if (p > best) { best = p; bestClass = k; }
    }
    if (best > floor) {
      const x = at(a, 0), y = at(a, 1), w = Math.fround(at(a, 2) / 2), h = Math.fround(at(a, 3) / 2);
      found.push([...[x - w, y - h, x + w, y + h, best].map(Math.fround), bestClass, a]);
    }
  }
  return found.map((one, i) => [one, i]).sort((p, q) => q[0][4] - p[0][4] || p[1] - q[1]).map(([one]) => one);
}

/** Greedy non-maximum suppression within classes; candidates are sorted. */
export function suppress(sorted, iou, most) {
  const kept = [];
  const area = b => Math.max(0, b[2] - b[0]) * Math.max(0, b[3] - b[1]);
  for (const one of sorted.slice(0, 30000)) {
    const hidden = kept.some(other => {
      if (other[5] !== one[5]) return false;
      const w = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
      const h = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
      return w > 0 && h > 0 && w * h / (area(one) + area(other) - w * h) > iou;
    });
    if (!hidden) kept.push(one);
    if (kept.length === most) break;
  }
  return kept;
}

const sigmoid = z => z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
const clip = p => Math.min(Math.max(p, 1e-15), 1 - 1e-15);
const logit = p => Math.log(clip(p)) - Math.log1p(-clip(p));

/** One calibrator of calibration.json. */
function applied(calibrator, p) {
  switch (calibrator.method) {
    case 'temperature': return sigmoid(logit(p) / calibrator.temperature);
    case 'platt': return sigmoid(calibrator.slope * logit(p) + calibrator.shift);
    case 'beta': return sigmoid(calibrator.a * Math.log(clip(p)) - calibrator.b * Math.log1p(-clip(p)) + calibrator.c);
    case 'isotonic': {
      const {x, y, between} = calibrator;
      let above = x.findIndex(knot => knot >= p);
      if (above === 0) return y[0];
      if (above < 0) return y[y.length - 1];
      if (x[above] === p) return y[above];
      if (between === 'step') return y[above - 1];
      return Math.min(y[above], y[above - 1] + (p - x[above - 1]) / (x[above] - x[above - 1]) * (y[above] - y[above - 1]));
    }
    case 'histogram': {
      const bin = calibrator.edges.findIndex(edge => p <= edge);
      return calibrator.values[bin < 0 ? calibrator.values.length - 1 : bin];
    }
    default: return p;
  }
}

/** Calibrated confidence by calibration.json, and whether the detection is kept. */
export function calibrate(file, classIndex, confidence) {
  const {floor, pooled, classes} = file.calibrator;
  const own = classes[classIndex];
  const at = p => Math.min(1, (own.weight === 0 ? 0 : own.weight * applied(own.own, p))
    + (own.weight === 1 ? 0 : (1 - own.weight) * applied(pooled, p)));
  const value = confidence >= floor ? at(confidence) : at(floor) * confidence / floor;
  return {value, kept: confidence >= own.cut};
}

/** accept, review or reject by policy.json. */
export function decide(policy, classIndex, confidence) {
  const {review_from: review, reject_from: reject} = policy.classes[classIndex];
  return reject !== null && confidence >= reject ? 'reject' : review !== null && confidence >= review ? 'review' : 'accept';
}

/** The confidence above which is looked: what a policy does not accept is reported whatever its confidence. */
function lookedAt({policy, confidence}) {
  const lowest = Math.min(...(policy?.classes ?? []).map(({review_from: review}) => review ?? Infinity));
  return lowest < confidence ? Math.max(0, lowest - 1e-12) : confidence;
}

const SEVERITY = ['accept', 'review', 'reject'];

/** The most severe of some decisions. */
export const verdict = decisions => SEVERITY[Math.max(0, ...decisions.map(word => SEVERITY.indexOf(word)))];

/** How much of each prototype the mask of a candidate holds. */
function coefficients(values, {layout, classes, masks}, at) {
  const first = layout === 'SELECTED_ROWS' ? 6 : classes.length + (layout === 'ANCHOR_ROWS_WITH_OBJECTNESS' ? 5 : 4);
  const width = first + masks, anchors = values.length / width;
  return Float32Array.from({length: masks},
    (_, i) => layout === 'ANCHOR_COLUMNS' ? values[(first + i) * anchors + at] : values[at * width + first + i]);
}

/** Where the pixels of a box lie between the cells of prototypes, in one direction; null for no pixel. */
function axis(source, scaled, empty, side, cells, boxFrom, boxTo) {
  const stride = side / cells;
  const first = Math.round(empty / stride), last = Math.max(first, Math.round((empty + scaled) / stride) - 1);
  const position = pixel => Math.min(Math.max(((pixel + .5) * scaled / source + empty) / stride - .5, first), last);
  const from = Math.max(0, Math.ceil(boxFrom)), size = Math.max(0, Math.min(source, Math.ceil(boxTo)) - from);
  if (size === 0) return null;
  const firstCell = Math.trunc(position(from)), lastCell = Math.ceil(position(from + size - 1));
  const cell = new Int32Array(size), share = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const at = position(from + i);
    cell[i] = Math.trunc(at) - firstCell;
    share[i] = at - Math.trunc(at);
  }
  const count = lastCell - firstCell + 1;
  return {from, size, cell, share, firstCell, cells: count, next: i => Math.min(cell[i] + 1, count - 1)};
}

/**
 * The mask of one object: prototypes summed, enlarged and cut to the box, as lengths of runs outside and inside by turns,
 * column by column; one run outside if no pixel is inside.
 */
export function mask(prototypes, weights, [x1, y1, x2, y2], frame, picture) {
  const {values, dims: [, , height, width]} = prototypes;
  const columns = axis(picture.width, frame.pictureWidth, frame.left, frame.width, width, x1, x2);
  const rows = axis(picture.height, frame.pictureHeight, frame.top, frame.height, height, y1, y2);
  if (!columns || !rows) return [picture.width * picture.height];
  const across = columns.cells, sum = new Float32Array(across * rows.cells);
  weights.forEach((weight, k) => {
    for (let y = 0; y < rows.cells; y++) {
      const from = (k * height + rows.firstCell + y) * width + columns.firstCell;
      for (let x = 0; x < across; x++) sum[y * across + x] += Math.fround(weight * values[from + x]);
    }
  });
  const round = Math.fround;
  const between = (a, b, share) => round(a + round(round(b - a) * share));
  const edges = [], column = new Float32Array(rows.cells);
  const add = (from, to) => {
    if (edges.length && from <= edges[edges.length - 1]) edges[edges.length - 1] = to;
    else edges.push(from, to);
  };
  for (let x = 0; x < columns.size; x++) {
    for (let c = 0; c < column.length; c++) {
      column[c] = between(sum[c * across + columns.cell[x]], sum[c * across + columns.next(x)], columns.share[x]);
    }
    const top = (columns.from + x) * picture.height + rows.from;
    let begin = -1;
    for (let y = 0; y <= rows.size; y++) {
      const on = y < rows.size && between(column[rows.cell[y]], column[rows.next(y)], rows.share[y]) > 0;
      if (on && begin < 0) begin = top + y;
      if (!on && begin >= 0) { add(begin, top + y); begin = -1; }
    }
  }
  const counts = edges.map((edge, i) => edge - (i ? edges[i - 1] : 0));
  const rest = picture.width * picture.height - (edges.at(-1) ?? 0);
  return rest ? [...counts, rest] : counts;
}

/** Run lengths as COCO's tools compress them. */
export function compressed(counts) {
  let words = '';
  counts.forEach((count, i) => {
    let rest = i > 2 ? count - counts[i - 2] : count;
    for (let more = true; more;) {
      const group = rest & 31;
      rest >>= 5;
      more = group & 16 ? rest !== -1 : rest !== 0;
      words += String.fromCharCode(48 + (more ? group | 32 : group));
    }
  });
  return words;
}

/** The runs of a mask, each [column, first row, rows]. */
export function* runs({size: [height], counts}) {
  const lengths = [];
  for (let at = 0; at < counts.length;) {
    let value = 0, shift = 0, group;
    do {
      group = counts.charCodeAt(at++) - 48;
      value |= (group & 31) << shift;
      shift += 5;
    } while (group & 32);
    if (group & 16) value |= -1 << shift;
    lengths.push(lengths.length > 2 ? value + lengths[lengths.length - 2] : value);
  }
  let place = 0;
  for (const [i, length] of lengths.entries()) {
    const end = place + length;
    if (i % 2) {
      for (let from = place; from < end;) {
        const column = Math.floor(from / height), to = Math.min(end, (column + 1) * height);
        yield [column, from - column * height, to - from];
        from = to;
      }
    }
    place = end;
  }
}

/** Detections of one picture from the network's numbers, as the server gives them. */
export function detections(values, frame, picture, model, prototypes) {
  const lowest = lookedAt(model);
  const floor = model.calibration ? Math.min(.001, lowest) : lowest;
  const boxes = candidates(values, model.layout, model.classes.length, floor, prototypes ? model.masks : 0);
  const kept = model.layout === 'SELECTED_ROWS' ? boxes.slice(0, model.maxDetections)
    : suppress(boxes, model.iou, model.maxDetections);
  const clamp = (value, limit) => Math.min(Math.max(value, 0), limit);
  const found = [];
  for (const [x1, y1, x2, y2, confidence, classIndex, at] of kept) {
    const one = {class: classIndex, name: model.classes[classIndex], confidence};
    if (model.calibration) {
      const {value, kept} = calibrate(model.calibration, classIndex, confidence);
      if (!kept) continue;
      one.calibrated = value;
    }
    const value = one.calibrated ?? confidence;
    if (model.policy) one.decision = decide(model.policy, classIndex, value);
    if (value < model.confidence && (one.decision ?? 'accept') === 'accept') continue;
    one.box = [clamp((x1 - frame.left) / frame.ratio, picture.width), clamp((y1 - frame.top) / frame.ratio, picture.height),
      clamp((x2 - frame.left) / frame.ratio, picture.width), clamp((y2 - frame.top) / frame.ratio, picture.height)];
    if (prototypes) {
      const counts = mask(prototypes, coefficients(values, model, at), one.box, frame, picture);
      one.mask = {rle: {size: [picture.height, picture.width], counts: compressed(counts)}};
    }
    found.push(one);
  }
  found.sort((a, b) => (b.calibrated ?? b.confidence) - (a.calibrated ?? a.confidence));
  const result = {width: picture.width, height: picture.height, detections: found};
  if (model.policy) result.verdict = verdict(found.map(one => one.decision));
  return result;
}

let binary;
let loading = Promise.resolve();

/** ONNX Runtime Web for a back end; its WebAssembly is fetched and unpacked once. */
async function runtime(backEnd) {
  if (backEnd === 'webgl') return import('./ort.webgl.min.mjs');
  const ort = await import('./ort.webgpu.min.mjs');
  const base = new URL('.', import.meta.url);
  binary ??= fetch(new URL('ort-wasm-simd-threaded.asyncify.wasm.gz', base))
    .then(answer => {
      if (!answer.ok) throw new Error('the WebAssembly file of ONNX Runtime is not there');
      return new Response(answer.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
    });
  ort.env.wasm.wasmBinary = await binary;
  ort.env.wasm.wasmPaths = {mjs: new URL('ort-wasm-simd-threaded.asyncify.mjs', base).href};
  ort.env.wasm.numThreads = self.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
  return ort;
}

/** Which back ends this browser has, the fastest first. */
export async function backEnds() {
  const all = [];
  if (navigator.gpu && await navigator.gpu.requestAdapter().catch(() => null)) all.push('webgpu');
  const canvas = new OffscreenCanvas(1, 1);
  if (canvas.getContext('webgl2')) all.push('webgl');
  all.push('wasm');
  return all;
}

/** A detector in this browser; tries one back end after another and says which it took. */
export class Detector {
  constructor(ort, session, model, backEnd) {
    Object.assign(this, {ort, session, model, backEnd});
  }

  /** One after another: ONNX Runtime makes no two sessions on a GPU at once. */
  static load(file, settings, wanted) {
    const next = loading.then(() => Detector.open(file, settings, wanted));
    loading = next.catch(() => {});
    return next;
  }

  static async open(file, settings, wanted) {
    const declared = describe(file);
    const model = {confidence: .25, iou: .7, maxDetections: 300, ...declared, ...settings};
    const reasons = [];
    for (const backEnd of wanted) {
      try {
        const ort = await runtime(backEnd);
        const session = await ort.InferenceSession.create(file, {executionProviders: [backEnd]});
        const detector = new Detector(ort, session, model, backEnd);
        const side = model.imageSize;
        await detector.detect(new ImageData(side, side)); // the first run is slow, and the one that fails
        return detector;
      } catch (failed) {
        reasons.push(`${backEnd}: ${failed.message ?? failed}`);
      }
    }
    throw new Error(`no back end can compute this model. ${reasons.join('; ')}`);
  }

  /** Detections on pixels (an ImageData). */
  async detect(picture) {
    const frame = letterbox(picture.width, picture.height, this.model);
    const started = performance.now();
    const tensor = new this.ort.Tensor('float32', planes(picture, frame), [1, 3, frame.height, frame.width]);
    const prepared = performance.now();
    const outputs = await this.session.run({[this.model.input.name]: tensor});
    const numbers = async output => await output.getData?.() ?? output.data;
    const values = await numbers(outputs[this.model.output.name]);
    const pictures = this.model.prototypes && outputs[this.model.prototypes.name];
    const prototypes = pictures && {values: await numbers(pictures), dims: pictures.dims};
    const computed = performance.now();
    const result = detections(values, frame, picture, this.model, prototypes);
    const ended = performance.now();
    result.milliseconds = {
      preparing: prepared - started, inference: computed - prepared, selecting: ended - computed, total: ended - started,
    };
    return result;
  }
}

/** The pixels of an image file, upright, with colours as they are stored. */
export async function pixels(blob) {
  const bitmap = await createImageBitmap(blob, {
    colorSpaceConversion: 'none', premultiplyAlpha: 'none', imageOrientation: 'from-image',
  });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', {willReadFrequently: true});
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
