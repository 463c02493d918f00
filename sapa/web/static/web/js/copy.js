// Copies the field that a button names; the button says so. Without https there is no clipboard object.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy-field]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copyField);
  field.select();
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand("copy");
  button.textContent = button.dataset.copied;
});
