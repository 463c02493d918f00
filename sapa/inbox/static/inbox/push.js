// Notices of this browser, on and off. One line of data-push is shown at a time: off, on, denied or none.
const card = document.querySelector("[data-push-key]");
const KEY = card?.dataset.pushKey;

async function look() {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return say("none");
  const worker = await navigator.serviceWorker.register("/sw.js");
  if (Notification.permission === "denied") return say("denied");
  const known = await worker.pushManager.getSubscription();
  if (known && lettered(known.options.applicationServerKey) === KEY) return say("on");
  if (known) await known.unsubscribe(); // made for another key of this installation
  return say("off");
}

async function turnOn() {
  const worker = await navigator.serviceWorker.ready;
  try {
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: KEY });
    const { endpoint, keys } = made.toJSON();
    const answer = await send(card.dataset.pushOn, { address: endpoint, p256dh: keys.p256dh, auth: keys.auth });
    if (!answer.ok) await made.unsubscribe();
    say(answer.ok ? "on" : "none");
  } catch {
    say(Notification.permission === "denied" ? "denied" : "none");
  }
}

async function turnOff() {
  const worker = await navigator.serviceWorker.ready;
  const known = await worker.pushManager.getSubscription();
  if (known) {
    await send(card.dataset.pushOff, { address: known.endpoint });
    await known.unsubscribe();
  }
  say("off");
}

function send(url, fields) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  return fetch(url, { method: "POST", headers, body: new URLSearchParams(fields) });
}

function say(state) {
  for (const line of card.querySelectorAll("[data-push]")) line.hidden = line.dataset.push !== state;
}

function lettered(raw) {
  if (!raw) return "";
  const text = btoa(String.fromCharCode(...new Uint8Array(raw)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

if (card) {
  card.querySelector("[data-push=off] button").addEventListener("click", turnOn);
  card.querySelector("[data-push=on] button").addEventListener("click", turnOff);
  look().catch(() => say("none"));
}
