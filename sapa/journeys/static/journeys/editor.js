// The editor of journeys: a touch on what a text may say puts it where somebody wrote last.
let last;

document.addEventListener("focusin", ({ target }) => {
  if (target.matches("textarea[data-words]")) last = target.id;
});

document.addEventListener("click", ({ target }) => {
  const chip = target.closest("[data-insert]");
  if (!chip) return;
  const area = document.getElementById(last) ?? chip.closest("form").querySelector("textarea[data-words]");
  area.setRangeText(`{{ ${chip.dataset.insert} }}`, area.selectionStart, area.selectionEnd, "end");
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
});
