// Whoever logs out leaves nothing behind of what they had begun to write: the next person may use this browser too.
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("form[data-log-out]")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith("sapa:draft:")) localStorage.removeItem(key);
});
