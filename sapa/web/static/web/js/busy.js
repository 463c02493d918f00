// A pressed button shows that work is going on and cannot be pressed twice.
function mark(button, busy) {
  if (!button?.matches?.(".button, .send")) return;
  if (busy) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}

const pressed = new WeakMap();

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog") return;
  if (event.submitter?.getAttribute("aria-busy") === "true") event.preventDefault();
  else mark(event.submitter, true);
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const button = detail.requestConfig.triggeringEvent?.submitter ?? detail.elt;
  pressed.set(detail.xhr, button);
  mark(button, true);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => mark(pressed.get(detail.xhr), false));
// Pages that come back from the browser's memory must not stay busy.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) document.querySelectorAll("[aria-busy=true]").forEach((one) => mark(one, false));
});
