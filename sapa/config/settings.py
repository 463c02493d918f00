"""Django's settings, derived from the one typed class of instance settings (`sapa/base/instance.py`)."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sapa.base.instance import instance
from sapa.base.keys import derived_secret
from sapa.base.mail_server import MailServer
from sapa.base.postgres import database_params

SAPA = instance()
BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = SAPA.debug
SECRET_KEY = derived_secret("django")
ALLOWED_HOSTS = ["*"] if DEBUG else [urlsplit(SAPA.url).hostname or "", "localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "sapa.config.urls"
ASGI_APPLICATION = "sapa.config.asgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "lucide",
    "sapa.accounts",  # before allauth, whose pages it draws
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "procrastinate.contrib.django",
    "sapa.base",
    "sapa.web",
    "sapa.contacts",
    "sapa.events",
    "sapa.commerce",
    "sapa.messaging",
    "sapa.journeys",
    "sapa.feedback",
    "sapa.inbox",
    "sapa.assistant",
    "sapa.reports",
    "sapa.lab",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "sapa.web.static_files.StaticFiles",
    "sapa.web.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sapa.web.middleware.LanguageOfChoice",
    "sapa.web.middleware.ProblemsForApi",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sapa.accounts.middleware.WorkspaceMiddleware",
    "sapa.web.middleware.MessagesAsToasts",
    "sapa.web.middleware.RefusedAsConflict",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sapa.web.shell.shell",
                "sapa.config.context.house",
            ],
            "libraries": {"lucide": "sapa.web.templatetags.icons"},
        },
    }
]


def _alias(role: str, pool: int) -> dict[str, Any]:
    """One database seen as one role (decisions.md 9)."""
    options: dict[str, Any] = {"options": f"-c role=sapa_{role}"}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 20}
    words = database_params()
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    options.update({word: value for word, value in words.items() if word not in (*named.values(), "options")})
    return {
        **{django: words.get(libpq, "") for django, libpq in named.items()},
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": options,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        "TIME_ZONE": "UTC",
    }


DATABASES = {
    "default": _alias("app", 24),
    "owner": _alias("owner", 0),
    "dispatch": _alias("dispatch", 6),
    "ingest": _alias("ingest", 0),
}

PASSWORD_HASHERS = ["sapa.config.login.Argon2Hasher"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_USERNAME_CALLABLE = "sapa.config.login.name_tried"
AXES_VERBOSE = False
AXES_RESET_ON_SUCCESS = True

MAIL = SAPA.mail_server or MailServer()
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SAPA.mail_server else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.way == "smtp", MAIL.way == "smtps"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = SAPA.mail_sender

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make Sapa write to a stranger
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "sapa.config.login.ClosedSignup"
ACCOUNT_FORMS = {"login": "sapa.accounts.forms.LogIn"}
ACCOUNT_RATE_LIMITS = {"login_failed": ""}  # counted by axes, per person and address
LOGIN_URL = "/masuk/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/masuk/login/"

# Our tag takes the place of the package's (`web/templatetags/icons.py`), by intent.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]

LANGUAGE_CODE = SAPA.language
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "sapa_language"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = SAPA.home / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SAPA.url.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SAPA.url] if SAPA.url else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": SAPA.log_level.upper()},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "aiohttp.access": {"level": "WARNING"},
    },
}

HANDLERS = "sapa.config.handlers.HANDLERS"
SOURCES = "sapa.config.sources.SOURCES"
EXPORTS = "sapa.config.exports.EXPORTS"
GATE = "sapa.config.gate.GATE"
LIVE_LOOKS = "sapa.config.live.LOOKS"
CHANNELS = "sapa.config.channels.CHANNELS"
TEMPLATE_USES = "sapa.journeys.selectors.templates.template_uses"
KIND_NAMES = "sapa.journeys.selectors.ahead.kind_names"
PLANNED_SENDS = "sapa.journeys.selectors.ahead.planned_sends"
FORGET_PLANS = "sapa.journeys.services.forgetting.forget_plans"
TELL_EVENT = "sapa.events.services.recording.tell"
WEBHOOK_SUBJECTS = {
    "contact_id": "contacts.Contact",
    "order_id": "commerce.Order",
    "payment": "commerce.Payment",
    "shipment": "commerce.Shipment",
    "subscription": "commerce.Subscription",
    "invoice": "commerce.Invoice",
    "return": "commerce.Return",
    "conversation_id": "messaging.Conversation",
    "message_id": "messaging.Message",
    "follow_up_id": "journeys.FollowUp",
}
RULES_CHANGED = "sapa.journeys.services.policy.start_replanning"
SLOTS = {
    "contact.tickets": "tickets:of_contact",
    "contact.tasks": "journeys:of_contact_tasks",
    "contact.followups": "journeys:of_contact",
    "contact.orders": "commerce:of_contact",
    "contact.affairs": "commerce:of_contact_affairs",
    "contact.scores": "feedback:of_contact",
    "customer.timeline": "journeys:of_contact_timeline",
    "customer.why": "journeys:why_search",
    "conversation.panel": "contacts:panel",
    "conversation.page": "inbox:conversation",
    "conversation.draft": "assistant:draft",
    "message.sources": "assistant:sources",
} | ({"home.demo": "lab:clock"} if SAPA.demo else {})
