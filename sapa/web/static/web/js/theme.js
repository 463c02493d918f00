// The theme switch: the cookie makes the server paint right at once, the attribute changes this page now.
const YEAR = 60 * 60 * 24 * 365;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-switch]");
  const theme = event.submitter?.value;
  if (!form || !theme) return;
  event.preventDefault();
  document.cookie = `sapa_theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
  document.documentElement.dataset.theme = theme;
  const scheme = theme === "auto" ? "light dark" : theme;
  document.querySelector('meta[name="color-scheme"]').content = scheme;
  for (const button of document.querySelectorAll("[data-theme-switch] button"))
    button.setAttribute("aria-pressed", String(button.value === theme));
});
