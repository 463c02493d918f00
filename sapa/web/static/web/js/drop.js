// A file field that says which file was chosen and shows that something may be dropped on it.
document.addEventListener("change", (event) => {
  const drop = event.target.closest?.("[data-drop]");
  if (!drop) return;
  const name = drop.querySelector("[data-drop-name]");
  name.dataset.empty ??= name.textContent;
  name.textContent = [...event.target.files].map((file) => file.name).join(", ") || name.dataset.empty;
});

for (const [kind, over] of [["dragenter", true], ["dragleave", false], ["drop", false]])
  document.addEventListener(kind, (event) => event.target.closest?.("[data-drop]")?.classList.toggle("over", over));
