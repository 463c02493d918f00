// Tells every few seconds that this page is open at a conversation and whether its person writes, and asks before a
// second answer goes out to a customer whom a colleague has answered meanwhile.
const BEAT = 12_000;
const WRITES = 10_000;
const head = () => document.getElementById("talk-head");
let typed = -WRITES;
let told = null;

const writes = () => performance.now() - typed < WRITES;

function form(values) {
  const token = document.querySelector("#talk-head, #talk")?.closest("[hx-headers]")?.getAttribute("hx-headers");
  const data = new FormData();
  data.set("csrfmiddlewaretoken", JSON.parse(token ?? "{}")["X-CSRFToken"] ?? "");
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

function beat() {
  if (!head() || document.hidden) return;
  told = writes();
  fetch(head().dataset.at, { method: "POST", body: form({ menulis: told ? "1" : "0" }) }).catch(() => {});
}

function leave() {
  if (head() && told !== null) navigator.sendBeacon(head().dataset.at, form({ pergi: "1" }));
  told = null;
}

if (head()) {
  beat();
  setInterval(beat, BEAT);
  setInterval(() => told && !writes() && beat(), 1000);
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : beat()));
  window.addEventListener("pagehide", leave);
}

document.addEventListener("input", ({ target }) => {
  if (!target.closest?.(".composer textarea")) return;
  typed = target.value.trim() ? performance.now() : -WRITES;
  if (writes() !== told) beat();
});

// What the page shows at this moment counts, not what it showed when it was opened.
document.addEventListener("htmx:configRequest", ({ detail, target }) => {
  if (!["composer", "template-form"].includes(target.id)) return;
  typed = -WRITES;
  detail.parameters.drawn ??= document.querySelector("#talk-head [name=drawn]")?.value;
  const room = document.getElementById("messages");
  const shown = [...(room?.querySelectorAll(".out[data-message], .out [data-message]") ?? [])].at(-1);
  if (shown && !room.querySelector("[data-newer]")) detail.parameters.seen = shown.dataset.message;
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const place = detail.xhr.status === 409 && detail.xhr.getResponseHeader("Sapa-Ask");
  if (!place) return;
  Object.assign(detail, { shouldSwap: true, isError: false, target: document.getElementById(place), swapOverride: "innerHTML" });
});
