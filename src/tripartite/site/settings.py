"""Settings, all from the environment, safe by default. docs/operating.md lists every one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from tripartite.site.languages import CATALOGUES, LANGUAGES_SPOKEN, add_to_django
from tripartite.site.secrets_file import kept_secret


def _flag(name: str, *, default: bool) -> bool:
    text = os.environ.get(name, "").strip().lower()
    if text in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return default if not text else text in ("1", "true", "yes", "on")
    raise ValueError(f"{name}={text}: write 1 or 0")


def _one_of(name: str, allowed: tuple[str, ...], default: str) -> str:
    text = os.environ.get(name, "").strip().lower() or default
    if text not in allowed:
        raise ValueError(f"{name}={text}: write {' or '.join(allowed)}")
    return text


def _listed(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


BASE_DIR = Path(__file__).parent
DATA_DIR = Path(os.environ.get("TRIPARTITE_DATA", "var")).resolve()
DEBUG = False

# Only what is served on this machine alone may go without TLS.
HTTPS = _flag("TRIPARTITE_HTTPS", default=True)
ALLOWED_HOSTS = _listed("TRIPARTITE_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host[:1].isalpha()]
SECRET_KEY = os.environ.get("TRIPARTITE_SECRET_KEY") or kept_secret(DATA_DIR / "secret-key")
# Wraps each organisation's own key. Whoever holds it and the files can read the records: back it up apart from them.
MASTER_KEY = os.environ.get("TRIPARTITE_MASTER_KEY") or kept_secret(DATA_DIR / "master-key")

# While the master key is being renewed: either opens. `tripartite site rotate_master_key` makes and removes it.
_next = DATA_DIR / "master-key.next"
MASTER_KEY_NEXT = os.environ.get("TRIPARTITE_MASTER_KEY_NEXT") or (
    _next.read_text().strip() if _next.exists() else ""
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "tripartite.site",
    "tripartite.site.daily",
    "tripartite.site.people",
    "tripartite.site.api",
    "tripartite.site.sharing",
    "tripartite.site.plans",
    "tripartite.site.seminars",
    "tripartite.site.checks",
    "tripartite.site.wages",
    "tripartite.site.library",
]

MIDDLEWARE = [
    "tripartite.site.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tripartite.site.people.sessions.SessionsEnd",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "tripartite.site.urls"
WSGI_APPLICATION = "tripartite.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "tripartite.site.page.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "tripartite.site.templatetags.told",
            ],
        },
    }
]

# --- Database and tasks -----------------------------------------------------------------------------

SQLITE = {
    # Without WAL and immediate transactions most of fifty concurrent writers fail with "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;"
    "PRAGMA foreign_keys=ON;PRAGMA cache_size=-20000;",
}
_database: dict[str, Any] = dict(
    dj_database_url.parse(
        os.environ.get("TRIPARTITE_DATABASE_URL") or f"sqlite:///{DATA_DIR / 'tripartite.sqlite3'}"
    )
)
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = SQLITE
else:
    _database["OPTIONS"] = {**_database.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8}}
DATABASES = {"default": _database}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
# Who does what comes round each day: the worker, or a timer of the operator that runs the commands.
DAILY = _one_of("TRIPARTITE_DAILY", ("worker", "timer"), "worker")
# Counts of failed sign-ins must be shared by all processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# --- Files ------------------------------------------------------------------------------------------

STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(DATA_DIR / "files")}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}  # fmt: skip
if os.environ.get("TRIPARTITE_FILES_BACKEND"):
    STORAGES["default"] = {
        "BACKEND": os.environ["TRIPARTITE_FILES_BACKEND"],
        "OPTIONS": json.loads(os.environ.get("TRIPARTITE_FILES_OPTIONS") or "{}"),
    }
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [("fonts", BASE_DIR.parent / "reports" / "fonts")]
WHITENOISE_MAX_AGE = 365 * 24 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# What may be uploaded for checks: the largest file, all files of one organisation, files of one check.
UPLOAD_FILE_BYTES = int(os.environ.get("TRIPARTITE_UPLOAD_FILE_MB", "200")) * 1024**2
UPLOAD_ORGANISATION_BYTES = int(os.environ.get("TRIPARTITE_UPLOAD_ORGANISATION_MB", "4096")) * 1024**2
UPLOAD_FILES = int(os.environ.get("TRIPARTITE_UPLOAD_FILES", "100"))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Languages --------------------------------------------------------------------------------------

add_to_django()
LANGUAGE_CODE = "en"
LANGUAGES = LANGUAGES_SPOKEN
LOCALE_PATHS = [CATALOGUES]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TRIPARTITE_TIME_ZONE", "Asia/Bangkok")

# --- Accounts ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "organisations"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
# Many workers and officers have a telephone number and no e-mail: a user name is enough.
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_USERNAME_MIN_LENGTH = 3
# Signing up with an address that has an account does not tell so; whoever confirms it by mail holds it.
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_ADAPTER = "tripartite.site.people.accounts.Adapter"
ACCOUNT_FORMS = {
    "login": "tripartite.site.people.account_forms.LoginForm",
    "signup": "tripartite.site.people.account_forms.SignupForm",
    "reset_password": "tripartite.site.people.account_forms.ResetPasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key", "signup": "20/h/ip"}
# Who changed a password, an address or a key by stealth is told on by a mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "tripartite"
# Whether who administers an organisation must have a second step before they change anything there.
SECOND_STEP = _one_of(
    "TRIPARTITE_SECOND_STEP", ("administrators", "off"), "administrators" if HTTPS else "off"
)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# --- Safety -----------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if _flag("TRIPARTITE_BEHIND_PROXY", default=False) else None
)
# The proxy says who asks; without one nobody's word is taken for it. Attempts are counted by it.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A session ends so long after it began, and so long after it was last used.
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_IDLE_SECONDS = round(float(os.environ.get("TRIPARTITE_IDLE_HOURS") or "12") * 3600)
if SESSION_IDLE_SECONDS <= 0:
    raise ValueError("TRIPARTITE_IDLE_HOURS: write a number of hours above 0, such as 12 or 0.5")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- Mail and logs ----------------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("TRIPARTITE_EMAIL_HOST", "")
# Without a server for mail they are shown on the screen of whoever runs the site on their own machine.
EMAIL_BACKEND = os.environ.get("TRIPARTITE_EMAIL_BACKEND") or (
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
)
EMAIL_PORT = int(os.environ.get("TRIPARTITE_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("TRIPARTITE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TRIPARTITE_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("TRIPARTITE_EMAIL_TLS", default=False)
DEFAULT_FROM_EMAIL = os.environ.get("TRIPARTITE_EMAIL_FROM", "tripartite@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "tripartite.site.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("TRIPARTITE_LOG_LEVEL", "INFO")},
    "loggers": {
        # What Django says of a request holds its full address; the request log says it without the query.
        "django.request": {"level": "CRITICAL"},
        "django.server": {"level": "WARNING"},
        # It quotes the message of what a signal's receiver raised, and that may name a person.
        "django.dispatch": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
