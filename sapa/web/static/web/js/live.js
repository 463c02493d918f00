// Live updates over server-sent events: data-live on <body> names the stream. Each event is handed on as
// `sapa:<name>` on <body>, so that a fragment says hx-trigger="sapa:conversation from:body" and fetches itself.
const NAMES = ["conversation", "message", "followup", "ticket", "counts", "clock"];
const PATIENCE = 4000;
const url = document.body.dataset.live;
const state = document.getElementById("live-state");

function connect() {
  const stream = new EventSource(url);
  let worry;
  stream.addEventListener("open", () => {
    clearTimeout(worry);
    state.textContent = "";
  });
  stream.addEventListener("error", () => {
    clearTimeout(worry);
    worry = setTimeout(() => (state.textContent = state.dataset.offline), PATIENCE);
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, PATIENCE);
  });
  for (const name of NAMES)
    stream.addEventListener(name, ({ data, lastEventId }) =>
      document.body.dispatchEvent(
        new CustomEvent(`sapa:${name}`, { bubbles: true, detail: { data: read(data), id: lastEventId } }),
      ),
    );
  window.addEventListener("pagehide", () => stream.close(), { once: true });
}

function read(data) {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

if (url) connect();
