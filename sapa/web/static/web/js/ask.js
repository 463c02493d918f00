// A form with data-ask="Cancel this message?" is sent only after a yes; data-yes is the word on that button.
const dialog = document.getElementById("ask");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.ask || form.dataset.sure) return delete form.dataset.sure;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.querySelector("h2").textContent = form.dataset.ask;
  dialog.querySelector("[value=yes]").textContent = form.dataset.yes;
  dialog.returnValue = "";
  dialog.onclose = () => dialog.returnValue === "yes" && send(form, event.submitter);
  dialog.showModal();
}, true);

function send(form, submitter) {
  form.dataset.sure = "yes";
  form.requestSubmit(submitter);
}
