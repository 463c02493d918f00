// Keeps the open page fresh and sends answers without a reload. Without it the forms still work.
const list = document.querySelector("#list");
const chat = document.querySelector("#chat");
const clocks = document.querySelectorAll("[data-now]");
const search = document.querySelector("#q");
const phone = document.body.dataset.phone;
const EVERY = 1000;

const toBottom = () => chat && (chat.scrollTop = chat.scrollHeight);
const nearBottom = () => chat.scrollHeight - chat.scrollTop - chat.clientHeight < 120;

function show(fresh) {
  for (const clock of clocks) clock.textContent = fresh.now;
  if (fresh.list) {
    list.innerHTML = fresh.list.html;
    list.dataset.version = fresh.list.version;
  }
  if (fresh.chat && chat) showChat(fresh.chat);
}

function showChat(fresh) {
  const follow = nearBottom();
  chat.innerHTML = fresh.html;
  chat.dataset.version = fresh.version;
  chat.dataset.unread = fresh.unread;
  if (follow) toBottom();
}

async function refresh() {
  const asked = new URLSearchParams({ q: search.value, list: list.dataset.version, phone });
  if (chat) asked.set("chat", chat.dataset.version);
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
  if (form.method !== "post") return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  form.querySelector("input[type=text], #text") && (form.reset(), form.querySelector("#text").focus());
  await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  await refresh();
  toBottom();
}

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, EVERY);
}

document.addEventListener("submit", send);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
search.addEventListener("input", () => {
  list.dataset.version = "";
  refresh();
});
toBottom();
keepFresh();
