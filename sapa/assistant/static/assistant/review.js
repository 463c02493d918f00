// 1 to 5 turn one question, 0 says yes to all, Enter saves; without this the page works by its buttons.
const form = document.getElementById("review");
const writing = (element) => element.closest("textarea, input:not([type=radio]), select, button, a, summary, dialog");
const told = (box) => box.querySelector("input:checked")?.value ?? "";
const choose = (box, value) => {
  const wanted = box.querySelector(`input[value="${value}"]`);
  wanted.checked = true;
  wanted.focus({ preventScroll: true });
};

document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  if (event.key === "Enter") {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "0") {
    for (const box of form.querySelectorAll("[data-key]")) choose(box, "ya");
  } else {
    const box = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (box) choose(box, told(box) === "ya" ? "tidak" : "ya");
  }
});
