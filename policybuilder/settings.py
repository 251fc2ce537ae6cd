"""Settings, read from the environment; safe where nothing is said.

`POLICYBUILDER_MODE` is `production` (the default), `local` (what `make run` sets) or `test`. Production needs
`SECRET_KEY` and `ALLOWED_HOSTS` to serve; commands that need neither (`compose`) run without them.
"""

import os
import secrets
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from policybuilder.operations.database_url import database

BASE_DIR = Path(__file__).resolve().parent.parent


def env_text(name: str, default: str = "") -> str:
    """The variable's text, or the default where it is not set."""
    return os.environ.get(name, default)


def env_list(name: str) -> list[str]:
    """A comma separated variable as a list without empty items."""
    return [item.strip() for item in env_text(name).split(",") if item.strip()]


def env_integer(name: str, default: int) -> int:
    """A whole number; anything else stops the start with the variable's name."""
    raw = env_text(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}") from None


def env_flag(name: str, *, default: bool) -> bool:
    """A switch: 1, true, yes, on or 0, false, no, off."""
    raw = env_text(name, str(default)).lower()
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {raw!r}")


def kept_key(path: Path) -> str:
    """The secret key of a local run: made once, kept in `var/`, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass  # another process was quicker; its key is as good
    return path.read_text().strip()


MODE = env_text("POLICYBUILDER_MODE", "test" if "pytest" in sys.modules else "production")
if MODE not in {"local", "production", "test"}:
    raise ImproperlyConfigured(f"POLICYBUILDER_MODE must be local, production or test, not {MODE!r}")
PRODUCTION = MODE == "production"

VAR_DIR = Path(env_text("POLICYBUILDER_VAR", str(BASE_DIR / "var")))
DEBUG = False
SECRET_KEY = env_text("SECRET_KEY")
if not SECRET_KEY and MODE == "local":
    SECRET_KEY = kept_key(VAR_DIR / "secret_key")
if not SECRET_KEY and MODE == "test":
    SECRET_KEY = "only for tests, never for a site that is served"  # noqa: S105 - not a secret
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or ([] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "policybuilder.accounts",
    "policybuilder.library",
    "policybuilder.inventory",
    "policybuilder.web",
    "policybuilder.operations",
    "policybuilder.web.admin_app.AdminApp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
]
MIDDLEWARE = [
    "policybuilder.operations.logs.RequestLog",
    "policybuilder.web.middleware.SecurityHeaders",
    "policybuilder.web.unlisted.Unlisted",
    "policybuilder.web.middleware.HeadWithoutBody",
    "policybuilder.operations.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "policybuilder.web.middleware.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "policybuilder.web.access.Sessions",
    "policybuilder.web.access.Tokens",
    "policybuilder.web.access.SignInAsked",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "policybuilder.urls"
WSGI_APPLICATION = "policybuilder.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "policybuilder.web.contexts.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": database(env_text("DATABASE_URL"), env_text("SQLITE_FILE", str(VAR_DIR / "policybuilder.sqlite3")))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts. The limits of tries (accounts.limits) are off in tests, which come from one address.
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if MODE == "test":  # what makes guessing slow makes tests slow too: half a second for every account
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SIGN_UP = env_flag("SIGN_UP", default=True)
SIGN_IN_REQUIRED = env_flag("SIGN_IN_REQUIRED", default=False)
ADMIN_PATH = env_text("ADMIN_PATH", "admin").strip("/")  # "" switches Django's admin off
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "library"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4
RATE_LIMITS = env_flag("RATE_LIMITS", default=MODE != "test")

# Mails go to the server's own output until it is told whom to hand them to.
EMAIL_HOST = env_text("EMAIL_HOST")
MAIL_TO_CONSOLE = not EMAIL_HOST
EMAIL_BACKEND = (
    "policybuilder.web.mailing.ServersOutput" if MAIL_TO_CONSOLE else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_PORT = env_integer("EMAIL_PORT", 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env_text("EMAIL_USER"), env_text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env_flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env_text("EMAIL_FROM", "policy-builder@localhost")

LANGUAGE_CODE = "en"
TIME_ZONE = env_text("TIME_ZONE", "UTC")
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env_text("STATIC_ROOT", str(VAR_DIR / "static")))
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test" and "pytest" in sys.modules
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_MAX_AGE = 300

# Sizes: a body above the limit gets a page of its own (web.middleware.BodyLimit) before anything reads it.
BODY_LIMIT = 2_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

SESSION_COOKIE_AGE = 60 * 60 * 24 * 365
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "policybuilder.web.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION and env_flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env_integer("SECURE_HSTS_SECONDS", 31_536_000 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION and env_flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = PRODUCTION and env_flag("SECURE_HSTS_PRELOAD", default=True)
BEHIND_PROXY = env_flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOG_FORMAT = env_text("LOG_FORMAT", "json" if PRODUCTION else "text")
if LOG_FORMAT not in {"json", "text"}:
    raise ImproperlyConfigured(f"LOG_FORMAT must be json or text, not {LOG_FORMAT!r}")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "policybuilder.operations.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env_text("LOG_LEVEL", "WARNING")},
    "loggers": {
        # A 404 or a 422 is an answer, not an event; a failure of ours (500) is one.
        "django.request": {"level": "ERROR"},
        "policybuilder.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
        "gunicorn.error": {"level": "WARNING"},
    },
}
