// Live updates over server-sent events: data-live on <body> names the stream. What comes is handed on to <body>: once
// as `sapa:<name>`, however many came together, and as `sapa:<name>:<id>` for whom one thing concerns (`:any` where it
// is not known which), so that a fragment says hx-trigger="sapa:conversation from:body" and fetches itself. Of several
// that came together `detail.data.ids` tells all.
const NAMES = ["conversation", "owner", "presence", "notice", "message", "followup", "ticket", "counts", "clock", "alive"];
const PATIENCE = 4000;
const TOGETHER = 60;
const NUMBERS = ["counts", "notice"];
const SELDOM = 2000; // numbers that move all the time are asked for every two to four seconds, by each page at its own
const SILENT = 40_000; // the server says at least every 15 seconds that it is there
const url = document.body.dataset.live && new URL(document.body.dataset.live, location.href);
const state = document.getElementById("live-state");
let stream;
let worry;
let last = "";
let heard = Date.now();
const turns = new Map();
const waiting = new Map();

function connect() {
  stream?.close();
  heard = Date.now();
  if (last) url.searchParams.set("sejak", last);
  const mine = (stream = new EventSource(url));
  mine.addEventListener("open", () => {
    clearTimeout(worry);
    heard = Date.now();
    state.textContent = "";
  });
  mine.addEventListener("error", () => {
    clearTimeout(worry);
    worry = setTimeout(() => (state.textContent = state.dataset.offline), PATIENCE);
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => mine === stream && connect(), PATIENCE);
  });
  for (const name of NAMES) mine.addEventListener(name, (event) => hear(name, event));
}

function hear(name, { data, lastEventId }) {
  heard = Date.now();
  last = lastEventId || last;
  if (!waiting.size) setTimeout(tellAll, TOGETHER);
  const told = read(data);
  const id = told?.id ?? told?.conversation ?? "any";
  waiting.set(name, (waiting.get(name) ?? new Map()).set(id, { data: told, id: lastEventId }));
}

function tellAll() {
  const all = [...waiting];
  waiting.clear();
  for (const [name, news] of all) {
    if (NUMBERS.includes(name)) {
      seldom(name);
      continue;
    }
    for (const [id, detail] of news) tell(`sapa:${name}:${id}`, detail);
    const newest = [...news.values()].at(-1);
    tell(`sapa:${name}`, news.size > 1 ? { ...newest, data: { id: null, ids: [...news.keys()] } } : newest);
  }
}

function seldom(name) {
  const turn = turns.get(name) ?? { at: -Infinity, waits: false };
  turns.set(name, turn);
  if (turn.waits) return;
  turn.waits = true;
  const pause = turn.at + SELDOM * (1 + Math.random()) - performance.now();
  setTimeout(() => (document.hidden ? document.addEventListener("visibilitychange", () => now(name, turn), { once: true }) : now(name, turn)), Math.max(0, pause));
}

function now(name, turn) {
  Object.assign(turn, { at: performance.now(), waits: false });
  tell(`sapa:${name}`, { data: {} });
}

function tell(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}

function read(data) {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

// A connection that slept with the machine, or died without a word, is opened again.
function wake(silence) {
  if (Date.now() - heard > silence) connect();
}

if (url) {
  connect();
  setInterval(() => wake(SILENT), 5000);
  window.addEventListener("online", connect);
  window.addEventListener("pagehide", () => stream.close());
  window.addEventListener("pageshow", ({ persisted }) => persisted && connect());
  document.addEventListener("visibilitychange", () => document.hidden || wake(SILENT / 2));
}
