// The page: pictures in, boxes and decisions shown, corrections out. What is computed is in detector.js.
import {Detector, backEnds, describe, pixels, runs, verdict} from './detector.js';

const $ = id => document.getElementById(id);
const SVG = 'http://www.w3.org/2000/svg';
const HUMAN = {confirmed: 'confirmed', wrong: 'wrong', changed: 'class changed', missed: 'added'};

/** What is shown now, and what people said about every picture of this visit. */
const state = {
  models: [], file: null, settings: {}, detector: null, picture: null, name: '', found: null, chosen: -1,
  backEnd: '', reviewed: new Map(),
};

const say = (words, bad = false) => {
  $('status').textContent = words;
  $('status').classList.toggle('bad', bad);
};

/** Runs something for the user; failures are shown, not lost. */
const attempt = work => async (...given) => {
  try {
    return await work(...given);
  } catch (failed) {
    say(failed.message ?? String(failed), true);
    return undefined;
  }
};

/** Turns of one kind of work; each says afterwards whether it is still the newest, for an overtaken one must show nothing. */
const turns = () => {
  let last = 0;
  return () => {
    const mine = ++last;
    return () => mine === last;
  };
};
/** What comes of some work; nothing if it fails after it was overtaken, for nobody waits for it then. */
const inTurn = (newest, work) => work.catch(failed => { if (newest()) throw failed; });

const choosing = turns(), loading = turns(), looking = turns(), playing = turns();

async function ask(path, options = {}) {
  const key = $('key').value;
  const answer = await fetch(new URL(`../${path}`, import.meta.url), {
    ...options, headers: {...options.headers, ...key && {'X-API-Key': key}},
  });
  if (answer.status === 401) $('key-label').hidden = false;
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw Object.assign(new Error(told.error ?? `the server answered ${answer.status}`), {status: answer.status});
  }
  return answer;
}

/** The models of the server this page comes from; none if it is served by something else. */
async function connect() {
  try {
    state.models = (await (await ask('models')).json()).models;
  } catch (none) {
    state.models = [];
    if (none.status === 401) return say('This server asks for an API key.', true);
  }
  $('model').replaceChildren(...state.models.map(model => new Option(model.name)));
  $('model').closest('label').hidden = state.models.length === 0;
  $('place').closest('label').hidden = state.models.length === 0;
  if (state.models.length) await choose();
  else say('no server: drop a model file');
}

const onServer = () => state.models.length > 0 && $('place').value === 'server';
const current = () => state.models.find(model => model.name === $('model').value);
const showsObjects = () => current()?.task !== 'classify';

async function beside(model, name, there) {
  return there ? (await ask(`models/${encodeURIComponent(model.name)}/${name}`)).json() : undefined;
}

/** A model of the server, to be loaded here. */
async function fetched(model) {
  const settings = {
    classes: model.classes, layout: model.layout, confidence: model.confidence, iou: model.iou,
    maxDetections: model.max_detections,
    calibration: await beside(model, 'calibration.json', model.calibrated),
    policy: await beside(model, 'policy.json', model.policy),
  };
  const file = await (await ask(`models/${encodeURIComponent(model.name)}/file`)).arrayBuffer();
  return {settings, file};
}

/** Gets the chosen model ready, here or there. */
const choose = attempt(async () => {
  const newest = choosing();
  loading();
  $('end-label').hidden = onServer();
  const model = current();
  if (model) {
    limit(model.confidence);
    if (model.task === 'classify') {
      looking(); // what is being looked for is of the model before
      halt();
      Object.assign(state, {detector: null, file: undefined, found: null});
      show();
      return say(`${model.name} names whole pictures: ask POST predictions/${model.name}. This page shows objects.`, true);
    }
    if (onServer()) {
      state.detector = null;
      say(`${model.name} on the server`);
      return look();
    }
    say('loading the model');
    const got = await inTurn(newest, fetched(model));
    if (!newest()) return undefined;
    Object.assign(state, got);
  }
  return load();
});

/** Loads the file at hand into this browser. */
async function load() {
  const newest = loading();
  const {file, settings} = state;
  if (!file) return;
  say('starting the back end');
  const wanted = $('end').value === 'auto' ? await backEnds() : [$('end').value];
  if (!newest()) return;
  const detector = await inTurn(newest, Detector.load(file, settings, wanted));
  if (!newest()) return;
  state.detector = detector;
  limit(state.detector.model.confidence);
  say(`ready on ${state.detector.backEnd}`);
  await look();
}

function limit(least) {
  $('threshold').min = least;
  if (Number($('threshold').value) < least) $('threshold').value = least;
  $('threshold-value').textContent = Number($('threshold').value).toFixed(2);
}

/** What the server says of a picture. */
async function predicted({blob, pixels: picture}, name) {
  const body = blob ?? await encoded(picture);
  const path = `predictions/${encodeURIComponent(name)}?masks=rle`;
  return (await ask(path, {method: 'POST', body, headers: {'Content-Type': body.type || 'image/jpeg'}})).json();
}

/** Detects on the picture at hand. */
async function look() {
  if (!state.picture || !(state.detector || onServer() && showsObjects())) return;
  const newest = looking();
  const started = performance.now();
  const {picture, detector} = state;
  const backEnd = onServer() ? 'server' : detector.backEnd;
  const found = await inTurn(newest, onServer() ? predicted(picture, current().name) : detector.detect(picture.pixels));
  if (!newest()) return;
  const taken = performance.now() - started;
  state.backEnd = backEnd;
  state.found = found;
  found.detections.forEach(one => { one.human = ''; });
  state.chosen = -1;
  say(`${state.backEnd} · ${found.milliseconds.inference.toFixed(1)} ms network · ${taken.toFixed(1)} ms in all`);
  show();
}

async function encoded({data, width, height}) {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(data, width, height), 0, 0);
  return canvas.convertToBlob({type: 'image/jpeg', quality: .92});
}

const confidence = one => one.calibrated ?? one.confidence;
/** At the least threshold everything that was reported: a policy reports what it does not accept from lower confidences on. */
const shown = () => {
  const least = Number($('threshold').value), all = least <= Number($('threshold').min);
  return (state.found?.detections ?? [])
    .map((one, index) => ({one, index}))
    .filter(({one}) => all || one.human === 'missed' || confidence(one) >= least);
};

function fit() {
  const {width, height} = state.picture.pixels;
  const stage = $('stage').getBoundingClientRect();
  const scale = Math.min(stage.width / width, stage.height / height, Math.max(1, 480 / width));
  for (const node of [$('view'), $('boxes')]) {
    node.style.width = `${width * scale}px`;
    node.style.height = `${height * scale}px`;
  }
  return scale;
}

/** Everything on the screen, from the state. */
function show() {
  if (!state.picture) return;
  const {pixels: picture} = state.picture;
  const scale = fit();
  const visible = shown();
  $('boxes').setAttribute('viewBox', `0 0 ${picture.width * scale} ${picture.height * scale}`);
  $('boxes').replaceChildren(...visible.map(({one, index}) => mark(one, index, scale)));
  $('list').replaceChildren(...visible.map(({one, index}) => row(one, index)));
  $('none').hidden = visible.length > 0;
  $('none').textContent = state.found ? 'No objects from this confidence on.' : 'Nothing yet.';
  const decided = (state.found?.detections ?? []).filter(one => one.decision && one.human !== 'wrong');
  const policy = state.found?.verdict !== undefined;
  $('verdict').hidden = !policy;
  if (policy) {
    const word = verdict(decided.map(one => one.decision));
    $('verdict').className = word;
    $('verdict').textContent = {accept: 'Accept: the picture passes', review: 'Review: a person looks', reject: 'Reject: the picture fails'}[word];
  }
  const said = (state.found?.detections ?? []).filter(one => one.human).length;
  $('progress').textContent = `${said} of ${visible.length} objects judged; ${state.reviewed.size} pictures with labels to export.`;
}

const kind = one => `${one.decision ?? 'plain'} ${one.human === 'wrong' ? 'wrong' : ''}`;

function mark(one, index, scale) {
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('class', `${kind(one)} ${index === state.chosen ? 'chosen' : ''}`);
  const [x1, y1, x2, y2] = one.box.map(value => value * scale);
  const rect = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({x: x1, y: y1, width: x2 - x1, height: y2 - y1})) rect.setAttribute(name, value);
  const label = document.createElementNS(SVG, 'text');
  label.setAttribute('x', x1);
  label.setAttribute('y', Math.max(13, y1 - 5));
  label.textContent = `${one.name} ${confidence(one).toFixed(2)}`;
  if (one.mask) group.append(covered(one.mask.rle, scale));
  group.append(rect, label);
  group.addEventListener('click', () => select(index));
  return group;
}

/** The pixels of a mask, run by run. */
function covered(rle, scale) {
  const path = document.createElementNS(SVG, 'path');
  const parts = Array.from(runs(rle), ([x, y, length]) => `M${x} ${y}h1v${length}h-1z`);
  path.setAttribute('d', parts.join(''));
  path.setAttribute('transform', `scale(${scale})`);
  return path;
}

function row(one, index) {
  const item = document.createElement('li');
  item.setAttribute('role', 'option');
  item.setAttribute('aria-selected', index === state.chosen);
  item.className = kind(one);
  const name = document.createElement('span');
  name.textContent = one.name;
  const number = document.createElement('span');
  number.textContent = confidence(one).toFixed(3);
  const small = document.createElement('small');
  small.textContent = [one.decision, one.calibrated !== undefined && `network says ${one.confidence.toFixed(3)}`, HUMAN[one.human]]
    .filter(Boolean).join(' · ');
  item.append(name, number, small);
  item.addEventListener('click', () => select(index));
  return item;
}

function select(index) {
  state.chosen = index;
  show();
  $('list').querySelector('[aria-selected=true]')?.scrollIntoView({block: 'nearest'});
}

function step(by) {
  const order = shown().map(({index}) => index);
  if (!order.length) return;
  const at = order.indexOf(state.chosen);
  select(order[at < 0 ? (by > 0 ? 0 : order.length - 1) : (at + by + order.length) % order.length]);
}

const classes = () => state.detector?.model.classes ?? current()?.classes ?? [];

/** What a person says about the chosen object. */
function judge(word) {
  const one = state.found?.detections[state.chosen];
  if (!one) return;
  if (word === 'changed') {
    one.class = (one.class + 1) % classes().length;
    one.name = classes()[one.class];
  }
  one.human = word;
  keep();
  show();
}

/** Remembers the labels of this picture: what was confirmed, changed or added. */
function keep() {
  const {width, height} = state.picture.pixels;
  const rows = state.found.detections
    .filter(one => ['confirmed', 'changed', 'missed'].includes(one.human))
    .map(({class: k, box: [x1, y1, x2, y2]}) => [k, ...[(x1 + x2) / 2 / width, (y1 + y2) / 2 / height, (x2 - x1) / width, (y2 - y1) / height]
      .map(value => value.toFixed(6))].join(' '));
  state.reviewed.set(state.name, rows.map(line => `${line}\n`).join(''));
}

/** A ZIP file of stored entries: labels/<picture>.txt and classes.txt. */
export function zip(files) {
  const table = Uint32Array.from({length: 256}, (_, n) => {
    for (let i = 0; i < 8; i++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  const sum = bytes => ~bytes.reduce((crc, byte) => table[(crc ^ byte) & 255] ^ (crc >>> 8), ~0) >>> 0;
  const parts = [], directory = [];
  let at = 0;
  for (const [path, content] of files) {
    const name = new TextEncoder().encode(path), bytes = new TextEncoder().encode(content);
    const common = [20, 0x800, 0, 0, 0x21]; // version, names in UTF-8, stored, no time, first day of 1980
    const head = new DataView(new ArrayBuffer(30)), entry = new DataView(new ArrayBuffer(46));
    head.setUint32(0, 0x04034b50, true);
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(4, 20, true);
    common.forEach((value, i) => { head.setUint16(4 + 2 * i, value, true); entry.setUint16(6 + 2 * i, value, true); });
    [[14, sum(bytes)], [18, bytes.length], [22, bytes.length]].forEach(([place, value]) => {
      head.setUint32(place, value, true); entry.setUint32(place + 2, value, true);
    });
    head.setUint16(26, name.length, true);
    entry.setUint16(28, name.length, true);
    entry.setUint32(42, at, true);
    parts.push(head, name, bytes);
    directory.push(entry, name);
    at += 30 + name.length + bytes.length;
  }
  const end = new DataView(new ArrayBuffer(22));
  const size = directory.reduce((total, part) => total + part.byteLength, 0);
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, directory.length / 2, true);
  end.setUint16(10, directory.length / 2, true);
  end.setUint32(12, size, true);
  end.setUint32(16, at, true);
  return new Blob([...parts, ...directory, end], {type: 'application/zip'});
}

/** The corrections of this visit as YOLO labels. */
export function labels() {
  const files = [...state.reviewed].map(([name, rows]) => [`labels/${name.replace(/\.[^.]*$/, '')}.txt`, rows]);
  return [...files, ['classes.txt', classes().map(name => `${name}\n`).join('')]];
}

function exportLabels() {
  if (!state.reviewed.size) return say('Confirm or correct an object first.', true);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(zip(labels()));
  link.download = 'labels.zip';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Shows a picture and detects on it. */
async function open(picture, name) {
  state.picture = picture;
  state.name = name;
  state.found = null;
  $('hint').hidden = true;
  $('view').hidden = false;
  $('boxes').removeAttribute('hidden'); // pictures of this kind have no property for it
  paint();
  show();
  await look();
}

function paint() {
  const {pixels: {data, width, height}} = state.picture;
  $('view').width = width;
  $('view').height = height;
  $('view').getContext('2d').putImageData(new ImageData(data, width, height), 0, 0);
}

/** Files that were dropped, chosen or pasted: models, what belongs to them, pictures, videos. */
export const take = attempt(async files => {
  let model = false;
  for (const file of files) {
    if (file.name.endsWith('.onnx')) {
      state.file = await file.arrayBuffer();
      describe(state.file);
      state.models = [];
      state.settings = {calibration: state.settings.calibration, policy: state.settings.policy};
      model = true;
    } else if (file.name.endsWith('.json')) {
      const read = JSON.parse(await file.text());
      if (read.format === 'candor-calibration') state.settings.calibration = read;
      else if (read.format === 'candor-policy') state.settings.policy = read;
      else throw new Error(`${file.name} is neither a calibration nor a policy of Candor.`);
      model = true;
    }
  }
  if (model) await load();
  for (const file of files) {
    if (file.type.startsWith('image/')) {
      halt();
      await open({pixels: await pixels(file), blob: file}, file.name);
    } else if (file.type.startsWith('video/')) {
      halt();
      $('video').srcObject = null;
      $('video').src = URL.createObjectURL(file);
      await play(file.name);
    }
  }
});

const camera = attempt(async () => {
  const stream = await navigator.mediaDevices.getUserMedia({video: {width: 640, height: 480}});
  halt();
  $('video').srcObject = stream;
  await play('camera');
});

/** Detects on one frame after another, always the newest, until the end or until something else is shown. */
async function play(name) {
  const newest = playing();
  const video = $('video');
  await inTurn(newest, video.play());
  if (!newest()) return;
  $('stop').hidden = false;
  let number = 0;
  while (newest() && !video.ended) {
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext('2d', {willReadFrequently: true});
    context.drawImage(video, 0, 0);
    await open({pixels: context.getImageData(0, 0, canvas.width, canvas.height)}, `${name}-${++number}.jpg`);
    await new Promise(next => requestAnimationFrame(next));
  }
  if (newest()) halt();
}

/** Ends what is playing; its file is forgotten, its camera let go. */
function halt() {
  playing();
  const video = $('video');
  $('stop').hidden = true;
  video.pause();
  video.srcObject?.getTracks().forEach(track => track.stop());
  if (video.src.startsWith('blob:')) URL.revokeObjectURL(video.src);
}

/** A missed object, drawn with the mouse. */
function draw(from) {
  const area = $('view').getBoundingClientRect();
  const {width, height} = state.picture.pixels;
  const place = event => [(event.clientX - area.left) * width / area.width, (event.clientY - area.top) * height / area.height]
    .map((value, i) => Math.min(Math.max(value, 0), i ? height : width));
  const [x, y] = place(from);
  const end = event => {
    const [u, v] = place(event);
    $('stage').classList.remove('drawing');
    if (Math.abs(u - x) < 2 || Math.abs(v - y) < 2) return;
    state.found.detections.push({
      class: 0, name: classes()[0], confidence: 1, human: 'missed', box: [Math.min(x, u), Math.min(y, v), Math.max(x, u), Math.max(y, v)],
    });
    keep();
    select(state.found.detections.length - 1);
  };
  addEventListener('pointerup', end, {once: true});
}

const move = by => {
  $('threshold').value = Number($('threshold').value) + by;
  $('threshold').dispatchEvent(new Event('input'));
};

const KEYS = {
  ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: () => judge('confirmed'), Delete: () => judge('wrong'),
  Backspace: () => judge('wrong'), c: () => judge('changed'), m: () => $('missed').click(), e: () => exportLabels(),
  '[': () => move(-.05), ']': () => move(.05),
  a: () => { shown().forEach(({one}) => { one.human ||= 'confirmed'; }); if (state.found) { keep(); show(); } },
};

addEventListener('keydown', event => {
  const typing = event.target.matches('input, select, button, summary');
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
addEventListener('resize', show);
addEventListener('paste', event => take([...event.clipboardData.files]));
addEventListener('dragover', event => { event.preventDefault(); $('stage').classList.add('over'); });
addEventListener('dragleave', () => $('stage').classList.remove('over'));
addEventListener('drop', event => {
  event.preventDefault();
  $('stage').classList.remove('over');
  take([...event.dataTransfer.files]);
});
$('file').addEventListener('change', () => take([...$('file').files]));
$('camera').addEventListener('click', camera);
$('stop').addEventListener('click', halt);
$('export').addEventListener('click', exportLabels);
$('missed').addEventListener('click', () => state.found && $('stage').classList.add('drawing'));
$('stage').addEventListener('pointerdown', event => $('stage').classList.contains('drawing') && draw(event));
$('threshold').addEventListener('input', () => {
  $('threshold-value').textContent = Number($('threshold').value).toFixed(2);
  show();
});
for (const id of ['model', 'place']) $(id).addEventListener('change', choose);
$('end').addEventListener('change', attempt(() => load()));
$('key').value = sessionStorage.getItem('key') ?? '';
$('key').addEventListener('change', () => { sessionStorage.setItem('key', $('key').value); connect(); });
$('theme').addEventListener('click', () => {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const now = document.documentElement.dataset.theme ?? (dark ? 'dark' : 'light');
  document.documentElement.dataset.theme = now === 'dark' ? 'light' : 'dark';
});

export {state};
await connect();
