// The story of one conversation: what is new is put to what stands (nothing that plays, is open or was loaded before
// goes away), older and newer parts keep the place, a message is jumped to, and the newest is one tap away.
const NEAR = 120;
const PAUSE = 500;
const FLASH = 1800;
const box = () => document.getElementById("messages");
const newest = () => document.getElementById("to-newest");
const seen = new WeakMap();
const reach = (room) => room.scrollHeight - room.scrollTop - room.clientHeight;
const keys = (room) => [...room.children].filter((one) => one.dataset.key);
let fresh = 0;
let waiting = 0;
let looked = -PAUSE;
let place = null;
let atEnd = false;
const grown = new ResizeObserver(() => atEnd && toEnd()); // a composer that grows covers no message

function note(room) {
  for (const one of keys(room)) if (!seen.has(one)) seen.set(one, one.outerHTML);
}

// ---- what is new
function wanted({ detail }) {
  const room = box();
  const ids = detail?.data?.ids ?? [detail?.data?.id];
  if (!room || (ids[0] && !ids.includes(room.dataset.conversation) && !ids.includes("any"))) return;
  waiting ||= setTimeout(refresh, Math.max(0, looked + PAUSE - performance.now()));
}

function refresh() {
  waiting = 0;
  looked = performance.now();
  if (document.visibilityState === "visible") document.body.dispatchEvent(new CustomEvent("sapa:refresh"));
}

function merged(room, text) {
  const lines = keys(new DOMParser().parseFromString(text, "text/html").body);
  const known = new Map(keys(room).map((one) => [one.dataset.key, one]));
  const from = lines.findIndex((one) => one.dataset.message && known.has(one.dataset.key));
  if (room.querySelector("[data-newer]")) return true;
  if (from < 0) return false;
  const begin = known.get(lines[from].dataset.key);
  const kept = new Set(lines.slice(from).map((one) => one.dataset.key));
  for (const one of keys(room).slice(keys(room).indexOf(begin))) if (!kept.has(one.dataset.key)) one.remove();
  let last = begin.previousElementSibling;
  for (const line of lines.slice(from)) last = put(room, line, known.get(line.dataset.key), last);
  return true;
}

function put(room, line, stands, last) {
  const text = line.outerHTML;
  if (stands && (seen.get(stands) === text || stands.querySelector("audio, video")?.paused === false)) {
    if (last ? last.nextElementSibling !== stands : room.firstElementChild !== stands) (last ? last.after(stands) : room.prepend(stands));
    return stands;
  }
  const made = document.importNode(line, true);
  seen.set(made, text);
  if (stands) {
    if (stands.open) made.open = true;
    const told = stands.querySelector("details.sources[open]");
    if (told) made.querySelector("details.sources")?.replaceWith(told);
    stands.replaceWith(made);
  } else {
    if (made.matches(".bubble.in, .bubble.album.in")) fresh += 1;
    last ? last.after(made) : room.prepend(made);
  }
  htmx.process(made);
  return made;
}

document.addEventListener("sapa:conversation", wanted);
document.addEventListener("visibilitychange", () => refresh());
document.addEventListener("htmx:beforeSwap", ({ detail, target }) => {
  const room = box();
  if (!room?.contains(target)) return;
  place = { end: reach(room) < NEAR, height: room.scrollHeight, top: room.scrollTop };
  if (target === room && detail.requestConfig.triggeringEvent?.type === "sapa:refresh" && merged(room, detail.xhr.responseText)) {
    detail.shouldSwap = false;
    if (place.end && !room.querySelector("[data-newer]")) toEnd();
    tell();
  }
});
document.addEventListener("scroll", ({ target }) => target === box() && (atEnd = reach(target) < NEAR), true);
document.addEventListener("htmx:load", () => {
  const room = box();
  if (!room) return;
  note(room);
  grown.observe(room);
});
document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  const room = box();
  if (!room) return;
  note(room);
  if (target.contains(room) || target === room) fresh = 0;
  const older = detail.requestConfig?.path?.includes("before=");
  if (older && place) room.scrollTop = place.top + room.scrollHeight - place.height;
  land(room);
  tell();
});

// ---- where one is
function toEnd() {
  const room = box();
  room.scrollTop = room.scrollHeight;
  fresh = 0;
}

function tell() {
  const button = newest();
  const room = box();
  if (!button || !room) return;
  const away = reach(room) > room.clientHeight * 0.7 || room.querySelector("[data-newer]");
  if (reach(room) < NEAR && !room.querySelector("[data-newer]")) fresh = 0;
  button.hidden = !(away || fresh);
  room.parentElement.classList.toggle("away", !button.hidden);
  button.querySelector("b").textContent = fresh ? `${fresh} ${button.dataset.label}` : "";
}

function land(room) {
  const mark = room.querySelector("[data-jump]");
  const unread = document.getElementById("belum-dibaca");
  if (mark) {
    jump(mark.dataset.jump);
    mark.remove();
  } else if (unread && !room.dataset.landed) unread.scrollIntoView({ block: "center" });
  room.dataset.landed = "yes";
}

function jump(id) {
  const there = document.getElementById(`pesan-${id}`);
  if (!there) return false;
  there.scrollIntoView({ block: "center" });
  there.classList.add("flash");
  setTimeout(() => there.classList.remove("flash"), FLASH);
  return true;
}

function fetchAround(id) {
  const room = box();
  htmx.ajax("GET", `${room.getAttribute("hx-get").split("?")[0]}?pesan=${encodeURIComponent(id)}`, { target: room, swap: "innerHTML" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-jump-to]");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    if (!jump(link.dataset.jumpTo)) fetchAround(link.dataset.jumpTo);
  }
  if (event.target.closest("#to-newest")) {
    const room = box();
    if (room.querySelector("[data-newer]")) htmx.ajax("GET", room.getAttribute("hx-get"), { target: room, swap: "innerHTML" }).then(toEnd);
    else toEnd();
    tell();
  }
  if (event.target.closest("[data-find-open]")) find(true);
  if (event.target.closest("[data-find-close]")) find(false);
});

function find(open) {
  const bar = document.getElementById("talk-find");
  const words = document.getElementById("find-words");
  bar.hidden = !open;
  if (open) return words.focus();
  document.getElementById("found").replaceChildren();
  if (words.value) htmx.ajax("GET", box().getAttribute("hx-get"), { target: box(), swap: "innerHTML" }).then(toEnd);
  words.value = "";
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest("#talk-find")) find(false);
  const typing = event.target.closest("input, textarea, select, dialog, [contenteditable], [popover]");
  if (event.key !== "f" || typing || event.ctrlKey || event.metaKey || event.altKey || !box()) return;
  event.preventDefault();
  find(true);
});
document.addEventListener(
  "scroll",
  ({ target }) => {
    if (target.id !== "messages") return;
    tell();
    const older = target.querySelector(":scope > [data-older]");
    if (older && target.scrollTop < NEAR) older.click();
  },
  { capture: true, passive: true },
);

// A keyboard on the screen leaves less to see than the window has; the composer stays above it.
const view = window.visualViewport;
function fit() {
  const hidden = Math.round(window.innerHeight - view.height - view.offsetTop);
  document.documentElement.style.setProperty("--keyboard", `${hidden > 80 && view.scale === 1 ? hidden : 0}px`);
}
view?.addEventListener("resize", fit);
view?.addEventListener("scroll", fit);

const room = box();
if (room) {
  note(room);
  land(room);
  const named = location.hash.match(/^#pesan-([0-9a-f-]{36})$/)?.[1];
  if (named && !jump(named)) fetchAround(named);
  tell();
}
