// Keeps the open page fresh and sends answers without a reload. Without it the forms still work.
const list = document.querySelector("#list");
const chat = document.querySelector("#chat");
const log = document.querySelector("#events");
const clocks = document.querySelectorAll("[data-now]");
const search = document.querySelector("#q");
const { phone = "", number = "" } = document.body.dataset;
const EVERY = 1000;

const toBottom = () => chat && (chat.scrollTop = chat.scrollHeight);
const nearBottom = () => chat.scrollHeight - chat.scrollTop - chat.clientHeight < 120;
const open = (place) => [...place.querySelectorAll("details[open]")];

function show(fresh) {
  for (const clock of clocks) clock.textContent = fresh.now;
  if (fresh.list && list) {
    list.innerHTML = fresh.list.html;
    list.dataset.version = fresh.list.version;
  }
  if (fresh.chat && chat && !open(chat).length) showChat(fresh.chat);
  if (fresh.log && log) showLog(fresh.log);
}

function showChat(fresh) {
  const follow = nearBottom();
  chat.innerHTML = fresh.html;
  chat.dataset.version = fresh.version;
  chat.dataset.unread = fresh.unread;
  if (follow) toBottom();
}

function showLog(fresh) {
  const opened = open(log).map((one) => one.id);
  log.innerHTML = fresh.html;
  log.dataset.version = fresh.version;
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
}

async function refresh() {
  const asked = new URLSearchParams({ phone, number });
  if (list) asked.set("list", list.dataset.version);
  if (search) asked.set("q", search.value);
  if (chat) asked.set("chat", chat.dataset.version);
  if (log) asked.set("log", log.dataset.version);
  const answer = await fetch(`/poll?${asked}`).catch(() => null);
  document.body.classList.toggle("offline", !answer?.ok);
  if (answer?.ok) show(await answer.json());
  await markRead();
}

async function markRead() {
  if (!chat || document.hidden || chat.dataset.unread === "0") return;
  chat.dataset.unread = "0";
  await fetch(`/phones/${phone.slice(1)}/read`, { method: "POST" }).catch(() => null);
}

async function send(event) {
  const form = event.target.closest("form");
  if (form.method !== "post" || "native" in form.dataset) return;
  event.preventDefault();
  const told = new FormData(form, event.submitter);
  const body = form.enctype === "multipart/form-data" ? told : new URLSearchParams(told);
  form.querySelector("#text, [type=file]") && form.reset();
  await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  for (const one of open(document)) one.removeAttribute("open");
  if (form.action.endsWith("/deed") || location.search.includes("reply=")) {
    location.replace(location.pathname + (number ? `?number=${number}` : ""));
    return;
  }
  document.querySelector("#text")?.focus();
  await refresh();
  toBottom();
}

async function copy(event) {
  const button = event.target.closest("[data-copy]");
  if (button) await navigator.clipboard?.writeText(button.dataset.copy).catch(() => null);
}

function closeSheets(event) {
  for (const one of document.querySelectorAll("details:is(.menu, .attach, .act)[open]"))
    if (!one.contains(event.target)) one.removeAttribute("open");
}

function escape(event) {
  const [last] = document.querySelectorAll("details:is(.menu, .attach, .act)[open]");
  if (event.key !== "Escape" || !last) return;
  last.removeAttribute("open");
  last.querySelector("summary").focus();
}

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, EVERY);
}

document.addEventListener("submit", send);
document.addEventListener("click", copy);
document.addEventListener("click", closeSheets);
document.addEventListener("keydown", escape);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
search?.addEventListener("input", () => {
  list.dataset.version = "";
  refresh();
});
toBottom();
keepFresh();
