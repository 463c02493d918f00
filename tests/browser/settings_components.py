"""Just enough Django for the component page: no database, no other room."""

from pathlib import Path

BASE = Path(__file__).resolve().parents[2] / "sapa"
SECRET_KEY = "only-for-the-component-page"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.browser.urls_components"
INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "lucide",
    "sapa.web",
]
MIDDLEWARE = [
    "sapa.web.middleware.ContentSecurityPolicy",
    "sapa.web.static_files.StaticFiles",
    "sapa.web.middleware.LanguageOfChoice",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sapa.web.middleware.RefusedAsConflict",
    "sapa.web.middleware.MessagesAsToasts",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sapa.web.shell.shell",
                "tests.browser.urls_components.house",
            ]
        },
    }
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
STATIC_URL = "/static/"
STATIC_ROOT = BASE / "no-such-folder"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
