// A conversation stays at its newest message unless the reader has scrolled up; j and k walk through lists;
// Enter sends where the form says data-enter-sends, Shift+Enter makes a new line.
const NEAR = 80;
const atEnd = new WeakMap();

function toEnd(element) {
  element.scrollTop = element.scrollHeight;
}

const sticking = (event) => event.target.closest?.("[data-stick-to-end]");

document.querySelectorAll("[data-stick-to-end]").forEach(toEnd);
document.addEventListener("htmx:beforeSwap", (event) => {
  const box = sticking(event);
  if (box) atEnd.set(box, box.scrollHeight - box.scrollTop - box.clientHeight < NEAR);
});
document.addEventListener("htmx:afterSettle", (event) => {
  const inner = event.target.querySelectorAll?.("[data-stick-to-end]") ?? [];
  for (const box of [sticking(event), ...inner]) if (box && atEnd.get(box) !== false) toEnd(box);
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const area = event.target.closest("form[data-enter-sends] textarea");
  if (area && event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (area.value.trim()) area.form.requestSubmit(area.form.querySelector("[type=submit], button:not([type])"));
  }
  const step = { j: 1, k: -1 }[event.key];
  if (step && !event.target.closest("input, textarea, select, [contenteditable], dialog")) walk(step);
});

function walk(step) {
  const rows = [...document.querySelectorAll(".rows .row")];
  const here = rows.findIndex((row) => row === document.activeElement);
  const start = here < 0 ? rows.findIndex((row) => row.hasAttribute("aria-current")) : here;
  rows[Math.max(0, Math.min(rows.length - 1, start + step))]?.focus();
}
