// The key / leads to the search box; the arrows walk from there through what was found, and back into it.
const box = () => document.querySelector("[data-search]");
const home = document.body.dataset.searchHome;
const writing = (element) => element.closest("input, textarea, select, [contenteditable], dialog");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !writing(event.target)) {
    event.preventDefault();
    if (box()) box().select();
    else if (home) location.assign(home);
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && event.target.closest("[data-search], [data-found]")) {
    event.preventDefault();
    const places = [box(), ...document.querySelectorAll("[data-found] a")];
    places[Math.min(places.length - 1, Math.max(0, places.indexOf(document.activeElement) + step))]?.focus();
  }
});
