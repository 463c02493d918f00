// Copies the field that a button names; the button says so.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy-field]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copyField).value);
  button.textContent = button.dataset.copied;
});
