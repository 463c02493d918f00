// The list: several are chosen, keys act, and news comes in without tearing rows away from under a finger.
const rows = document.getElementById("rows");
const choosing = document.getElementById("choosing");
const form = document.getElementById("chosen");
const fresh = document.getElementById("fresh");
const keys = document.getElementById("keys");
const search = document.getElementById("list-search");
const AT_MOST_EVERY = 3000;
const NEAR_TOP = 120;
const chosen = new Set();
let waits = 0;
let last = -AT_MOST_EVERY;

const boxes = () => [...rows.querySelectorAll(".talk-pick input")];
const writing = (element) => element.closest("input, textarea, select, [contenteditable], dialog");

// Many messages in a second are one look; who reads further down is asked first.
function again() {
  if (!rows || waits) return;
  waits = setTimeout(() => {
    waits = 0;
    last = performance.now();
    if (document.hidden || rows.scrollTop > NEAR_TOP) fresh.hidden = rows.scrollTop <= NEAR_TOP;
    else refresh();
    if (document.hidden) document.addEventListener("visibilitychange", again, { once: true });
  }, Math.max(100, AT_MOST_EVERY - (performance.now() - last)));
}

function refresh() {
  fresh.hidden = true;
  if (search.value.trim()) return;
  rows.dispatchEvent(new CustomEvent("sapa:rows"));
}

function tell() {
  const count = chosen.size;
  const told = form?.querySelector("[data-how-many]");
  if (told) told.textContent = count === 1 ? told.dataset.one : told.dataset.many.replace("{count}", count);
}

function remember({ target }) {
  if (!target.matches?.(".talk-pick input")) return;
  if (target.checked) chosen.add(target.value);
  else chosen.delete(target.value);
  tell();
}

// New rows come unchecked: those that are chosen stay so; what has left the list is chosen no more.
function restore() {
  const here = boxes();
  const known = new Set(here.map((box) => box.value));
  for (const id of [...chosen]) if (!known.has(id)) chosen.delete(id);
  for (const box of here) box.checked = chosen.has(box.value);
  tell();
}

function here() {
  const focused = document.activeElement?.closest?.(".talk");
  return focused ?? rows.querySelector(".talk:has([aria-current])");
}

// The chosen ones, else the row with the focus, else the conversation that is open.
function pick(talk) {
  if (!chosen.size && talk) choose(talk);
  return chosen.size > 0;
}

function choose(talk) {
  const box = talk.querySelector(".talk-pick input");
  box.checked = !box.checked;
  remember({ target: box });
}

function deed(value) {
  if (!pick(here())) return;
  const button = form.querySelector(`button[value="${value}"]`);
  form.requestSubmit(button);
}

function more(part) {
  if (!pick(here())) return;
  openSheet(new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")), part);
}

function openSheet(query, part) {
  const sheet = document.getElementById("sheet");
  const source = `${form.dataset.sheet}?${query}`;
  globalThis.htmx.ajax("GET", source, { target: "#sheet-content", swap: "innerHTML" }).then(() => {
    sheet.querySelector(`[data-part="${part}"] :is(button, input, a)`)?.focus();
  });
  sheet.showModal();
}

const DEEDS = {
  x: () => {
    const talk = here();
    if (!talk || !choosing) return;
    choosing.checked = true;
    choose(talk);
  },
  e: () => form && deed("close"),
  s: () => form && more("snooze"),
  l: () => form && more("label"),
  "?": () => keys?.showModal(),
};

if (rows) {
  document.body.addEventListener("sapa:conversation", again);
  fresh.addEventListener("click", () => {
    rows.scrollTop = 0;
    refresh();
  });
  rows.addEventListener("change", remember);
  rows.addEventListener("htmx:afterSwap", restore);
  choosing?.addEventListener("change", () => {
    if (choosing.checked) return;
    chosen.clear();
    restore();
  });
  form?.querySelector("[data-more]").addEventListener("click", (event) => {
    event.preventDefault();
    more("snooze");
  });
  // A sheet that was closed leaves nothing chosen by a key behind.
  document.getElementById("sheet").addEventListener("close", () => {
    if (choosing?.checked) return;
    chosen.clear();
    restore();
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    if (!DEEDS[event.key] || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    DEEDS[event.key]();
  });
}
