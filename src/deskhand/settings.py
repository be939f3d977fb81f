"""Django's settings, derived from :class:`deskhand.kernel.config.Config`. What can be set from outside is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import structlog
from csp.constants import NONE, SELF

from deskhand.kernel.config import ConfigError, kept_secret, read_config

DESKHAND = read_config()
PACKAGE = Path(__file__).resolve().parent

SECRET_KEY = DESKHAND.secret_key or kept_secret(DESKHAND.data)
SECRET_KEY_FALLBACKS = DESKHAND.secret_key_fallbacks.split()
DEBUG = DESKHAND.debug
ALLOWED_HOSTS = sorted({DESKHAND.host, "127.0.0.1", "localhost", "[::1]"})
USE_X_FORWARDED_HOST = False
ROOT_URLCONF = "deskhand.urls"
WSGI_APPLICATION = "deskhand.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

INSTALLED_APPS = [
    "deskhand.kernel",
    "deskhand.jobs",
    "deskhand.search",
    "deskhand.files",
    "deskhand.web",
    "deskhand.accounts",
    "deskhand.calendars",
    "deskhand.mail",
    "deskhand.notify",
    "deskhand.tickets",
    "deskhand.desk_templates",
    "deskhand.portal",
    "deskhand.api",
    "deskhand.webhooks",
    "deskhand.modules.announcements",
    "deskhand.modules.approvals",
    "deskhand.modules.cases",
    "deskhand.modules.catalog",
    "deskhand.modules.fields",
    "deskhand.modules.fulfilment",
    "deskhand.modules.journeys",
    "deskhand.modules.knowledge",
    "deskhand.modules.tasks",
    "deskhand.modules.sla",
    "deskhand.modules.time",
    *DESKHAND.further_modules,
    "deskhand.ops",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "deskhand.cli",  # Last: loads the files with conventional names once every app is there.
]

MIDDLEWARE = [
    "deskhand.web.middleware.RequestId",
    "deskhand.web.middleware.TrustedProxies",
    "deskhand.web.middleware.RequestSize",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "deskhand.accounts.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "deskhand.accounts.middleware.WhoIsThis",
    "deskhand.accounts.middleware.OwnLanguageAndZone",
    "deskhand.accounts.previewing.LooksAhead",
    "deskhand.accounts.middleware.ModulesThatAreOff",
    "deskhand.web.middleware.RefusalsInWords",
]


def _database() -> dict[str, Any]:
    """SQLite in the data folder, or the PostgreSQL that the URL names."""
    if not DESKHAND.database_url:
        return {
            "ENGINE": "deskhand.kernel.sqlite",
            "NAME": DESKHAND.data / "deskhand.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA mmap_size=0; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY",
            },
            "TEST": {"NAME": DESKHAND.data / "test.sqlite3"},
        }
    url = urlsplit(DESKHAND.database_url)
    if url.scheme not in ("postgresql", "postgres"):
        raise ConfigError("DESKHAND_DATABASE_URL must begin with postgresql://; leave it empty for SQLite.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "tcp_user_timeout": 3000,
            "keepalives_idle": 2,
            "keepalives_interval": 1,
            "keepalives_count": 3,
            "options": "-c statement_timeout=30000 -c lock_timeout=15000 -c idle_in_transaction_session_timeout=60000",
            **dict(parse_qsl(url.query)),
        },
    }


DATABASES = {"default": _database()}
ATOMIC_REQUESTS = False

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "deskhand.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "deskhand.web.context.face",
                "deskhand.accounts.previewing.looking",
            ],
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "static"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# Vite writes a digest into these names: a browser need never ask again.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/deskhand/[^/]+\.[0-9a-f]{12}\.[a-z0-9]+$"
STORAGES = {
    "default": {
        "BACKEND": "deskhand.files.storage.DigestStorage",
        "OPTIONS": {"location": DESKHAND.data / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Rate limits must not be pushed out by a flood of others: Django's default is 300 entries.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
SESSION_ENGINE = "deskhand.accounts.signed_in"
SESSION_COOKIE_AGE = 14 * 24 * 3600
_prefix = "__Host-" if DESKHAND.is_https else ""
SESSION_COOKIE_NAME = f"{_prefix}deskhand_session"
CSRF_COOKIE_NAME = f"{_prefix}deskhand_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = DESKHAND.is_https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
KNOWN_COOKIE_NAME = f"{_prefix}deskhand_known"
LANGUAGE_COOKIE_NAME = f"{_prefix}deskhand_language"
CSRF_TRUSTED_ORIGINS = [DESKHAND.base_url.rstrip("/")]
CSRF_FAILURE_VIEW = "deskhand.web.errors.csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if DESKHAND.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = DESKHAND.is_https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_DESKHAND_TRUSTED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "deskhand.accounts.allauth_adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_TEMPLATE_EXTENSION = "html"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Letters about sign-in are ours (accounts.jobs), and what needs a fresh proof is said by the gates (web.proof).
ACCOUNT_EMAIL_NOTIFICATIONS = False
MFA_ADAPTER = "deskhand.accounts.factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_REAUTHENTICATION_REQUIRED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Addresses are entered by staff; that one of them is unproven does not keep anybody from a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A code counts half a minute before and after its time, for clocks that are a little wrong; each counts once.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {"authenticate": "deskhand.accounts.factor_forms.CodeForm"}
# How often something may be asked: times per period, by client (ip), person (user), or address or link (key).
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "change_password": "5/m/user",
    "reset_password": "20/h/ip,3/10m/key",
    "reset_password_from_key": "20/m/ip",
    "sign_in_link": "20/h/ip,3/10m/key",
    "passkey": "30/m/ip",
    "prove": "10/5m/user",
    "prove_by_mail": "5/h/user",
    "invite": "60/h/user",
    "import": "60/h/user",
    "invitation": "30/m/ip",
    "address": "10/h/user",
    "portal_form": "30/h/ip,5/h/key",
    "portal_own_form": "30/h/user",
    "portal_answer": "60/h/key",
    "portal_new_link": "20/h/ip,3/h/key",
    "article_answer": "60/h/ip",
    "article_draft": "60/h/user",
    "article_search": "300/h/ip",
    "article_paper": "30/h/ip",
    "announcement_affected": "60/h/ip",
    "nameless_report": "30/h/ip",
    "nameless_code": "60/h/ip",  # Of no number: whoever knows one would close it to the one who reported.
}

TASKS = {"default": {"BACKEND": "deskhand.jobs.backend.LeasedBackend"}}
EMAIL_BACKEND = "deskhand.mail.backend.OutboxBackend"

LANGUAGE_CODE = DESKHAND.language
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": DESKHAND.log_level},
    "loggers": {"django.server": {"level": "WARNING"}},
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(),
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
)
