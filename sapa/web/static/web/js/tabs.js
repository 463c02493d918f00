// On a phone the page that is open may stand beyond the edge of its tabs.
for (const here of document.querySelectorAll(".tabs > [aria-current]")) {
  const [row, own] = [here.parentElement, here.getBoundingClientRect()];
  row.scrollLeft += own.left - row.getBoundingClientRect().left - (row.clientWidth - own.width) / 2;
}

// Tabs inside a page (role tablist): arrows move, Home and End jump; only the chosen tab is in the tab order.
function choose(tab) {
  for (const other of tab.closest("[role=tablist]").querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
  }
}

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) choose(tab);
});

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.("[role=tab]");
  if (!tab) return;
  const all = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];
  const at = all.indexOf(tab);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = all.at(to % all.length);
  choose(next);
  next.focus();
});
