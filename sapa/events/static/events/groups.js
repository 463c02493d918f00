// The box of a group of events ticks them all, and shows whether all, some or none are ticked.
const boxes = (group) => [...group.querySelectorAll("input[name=events]")];

function show(group) {
  const all = group.querySelector("[data-all]");
  const ticked = boxes(group).filter((one) => one.checked).length;
  all.checked = ticked === boxes(group).length;
  all.indeterminate = ticked > 0 && !all.checked;
}

for (const group of document.querySelectorAll(".event-group")) {
  group.querySelector("[data-all]").hidden = false;
  show(group);
  group.addEventListener("change", ({ target }) => {
    if ("all" in target.dataset) boxes(group).forEach((one) => (one.checked = target.checked));
    show(group);
  });
}
