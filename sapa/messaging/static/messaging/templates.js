// The template editor: a touch on a chip puts the variable where somebody wrote last.
let last;

document.addEventListener("focusin", ({ target }) => {
  if (target.matches("[data-liquid]")) last = target.id;
});

document.addEventListener("click", ({ target }) => {
  const chip = target.closest("[data-insert]");
  if (!chip) return;
  const area = document.getElementById(last) ?? document.querySelector("textarea[data-liquid]");
  if (!area || area.readOnly) return;
  area.setRangeText(`{{ ${chip.dataset.insert} }}`, area.selectionStart, area.selectionEnd, "end");
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
});
