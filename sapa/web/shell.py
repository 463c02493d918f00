"""Context of the shell: the theme kept in a cookie, so that the first paint is already right."""

from django.http import HttpRequest

THEME_COOKIE = "sapa_theme"
THEMES = ("auto", "light", "dark")


def shell(request: HttpRequest) -> dict[str, object]:
    """Template context processor. `NAV`, `WORKSPACE_NAME`, `now` and `zone` come from `config`."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {"THEME": theme if theme in THEMES else "auto"}
