"""Settings, one page, from the environment. `.env.example` lists every name."""

import re
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
import structlog
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from gig_lens import local
from kit.logs import without_secrets

BASE_DIR = local.BASE_DIR
VAR_DIR = local.var_dir()

env = environ.Env()
env.read_env(BASE_DIR / ".env")
env.read_env(VAR_DIR / "local.env")  # written by `manage.py up`; the real environment and .env win over it


def secret(name: str, default: str | None = None) -> str:
    """Read a secret from NAME or from the file that NAME_FILE names; a missing one fails loudly."""
    if path := env.str(f"{name}_FILE", default=""):
        return Path(path).read_text(encoding="utf-8").strip()
    value = env.str(name, default=default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. `make run` makes one for this machine; see .env.example.")
    return str(value)


# --- Core
VERSION = "0.1.0"  # pyproject.toml's; a test holds them together
SECRET_KEY = secret("SECRET_KEY")
FIELD_ENCRYPTION_KEYS = [key.strip() for key in secret("FIELD_ENCRYPTION_KEYS").split(",")]
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # shows the demo login on the sign-in page
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
METRICS_TOKEN = secret("METRICS_TOKEN", default="")
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", default=f"http://localhost:{PORT}").rstrip("/")
SECURE = PUBLIC_BASE_URL.startswith("https://")
ROOT_URLCONF = "gig_lens.urls"
ASGI_APPLICATION = "gig_lens.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"

INSTALLED_APPS = [
    "gig_lens",
    "accounts",
    "finance",
    "assistant",
    "voice",
    "gig_lens.operators.OperatorsConfig",  # django.contrib.admin, with the app's log-in
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_structlog",
]
MIDDLEWARE = [
    "gig_lens.metrics.Measured",
    "django.middleware.security.SecurityMiddleware",
    "gig_lens.headers.ContentSecurityPolicy",  # before files are served: the app's document is one of them
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Database: SQLite embedded by default, PostgreSQL by DATABASE_URL
DATABASES = {"default": env.db_url_config(secret("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'giglens.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE and WAL together: either alone loses writes to "database is locked" (docs/adr/0003-embedded-default.md).
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-20000;PRAGMA foreign_keys=ON;",
    }
# With PostgreSQL, CONN_MAX_AGE stays 0: each request has a thread of its own, so a connection that outlived it would
# serve nobody, and stand until the garbage collector comes by. Where opening them costs too much, pgbouncer keeps them.

# --- Broker and cache: one Redis or Valkey; a unix socket in the embedded default
EMBEDDED_REDIS_URL = f"unix://{local.valkey_socket(VAR_DIR)}"
REDIS_URL = secret("REDIS_URL", default=EMBEDDED_REDIS_URL)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # a broker restart must not log anybody out

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 2,
    "socket_timeout": 30,
    "queue_order_strategy": "priority",
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0.1,
}  # the row is the truth
# A worker asks its queues in this order: what a person waits for goes ahead of the night's work.
QUEUES = ("celery", "nights")
CELERY_TASK_ROUTES = {f"finance.tasks.{name}": {"queue": "nights"} for name in ("run_chunk", "prune_forecasts")}
NIGHT_OPENS_AT = time(2, 15)  # UTC, which has neither summer nor winter: each night comes once
CELERY_BEAT_SCHEDULE = {
    "sweep-forecasts": {"task": "finance.tasks.sweep_forecasts", "schedule": 30.0},
    "sweep-archives": {"task": "accounts.tasks.sweep_archives", "schedule": 60.0},
    "sweep-imports": {"task": "finance.tasks.sweep_imports", "schedule": 30.0},
    "sweep-alerts": {"task": "finance.tasks.sweep_alerts", "schedule": 60.0},
    "look-for-alerts": {"task": "finance.tasks.look_for_alerts", "schedule": crontab(minute="*/10")},
    "prune-idempotent-requests": {
        "task": "accounts.tasks.prune_idempotent_requests",
        "schedule": crontab(minute="40"),
    },
    "forget-conversations": {"task": "assistant.tasks.forget_conversations", "schedule": crontab(minute="*/10")},
    "open-night": {
        "task": "finance.tasks.open_night",
        "schedule": crontab(hour=str(NIGHT_OPENS_AT.hour), minute=str(NIGHT_OPENS_AT.minute)),
    },
    "sweep-rings": {"task": "voice.tasks.sweep_rings", "schedule": 15.0},
    "ring-briefings": {"task": "voice.tasks.ring_briefings", "schedule": crontab(minute="*/10")},
    "look-up-calls": {"task": "voice.tasks.look_up_calls", "schedule": 60.0},
    "tell-of-wrong-pins": {"task": "voice.tasks.tell_of_wrong_pins", "schedule": 60.0},
    "forget-callers": {"task": "voice.tasks.forget_callers", "schedule": crontab(minute="25")},
    "forget-calls": {"task": "voice.tasks.forget_calls", "schedule": crontab(minute="*/10")},
    "settle-lost-uses": {"task": "accounts.tasks.settle_lost_uses", "schedule": 60.0},
    "prune-forecasts": {"task": "finance.tasks.prune_forecasts", "schedule": crontab(hour="5", minute="10")},
    "watch-nights": {"task": "finance.tasks.watch_nights", "schedule": crontab(minute="50")},
    "tick-nights": {"task": "finance.tasks.tick_nights", "schedule": 30.0},
}
NIGHT_LEASE_S = env.int("NIGHT_LEASE_S", default=120)  # after it a chunk of the night is somebody else's
MODELS_DIR = Path(env.str("MODELS_DIR", default=str(VAR_DIR / "models")))  # the intent model lies there
HEARTBEAT_FILE = Path(env.str("HEARTBEAT_FILE", default=str(VAR_DIR / "worker.heartbeat")))  # touched after each task

# --- The ML service
ML_PORT = env.int("ML_PORT", default=8001)
ML_URL = env.str("ML_URL", default=f"http://127.0.0.1:{ML_PORT}").rstrip("/")
ML_SHARED_KEY = secret("ML_SHARED_KEY", default="")

# --- Providers: without its key a provider is off, and /readyz says so
GROQ_API_KEY = secret("GROQ_API_KEY", default="")
GROQ_BASE_URL = env.str("GROQ_BASE_URL", default="https://api.groq.com")
GROQ_MODELS = env.list("GROQ_MODELS", default=["openai/gpt-oss-120b", "openai/gpt-oss-20b"])
OLLAMA_URL = env.str("OLLAMA_URL", default="")
OLLAMA_MODEL = env.str("OLLAMA_MODEL", default="")
# What an organisation at Groq may ask for a minute; tokens are corrected by what its answers say.
GROQ_TOKENS_PER_MINUTE = env.int("GROQ_TOKENS_PER_MINUTE", default=8_000)
GROQ_REQUESTS_PER_MINUTE = env.int("GROQ_REQUESTS_PER_MINUTE", default=30)
# Caps on what models may cost in a day (UTC): one person, everybody, and one person's calls, free ones too.
MODEL_USD_PER_USER_DAY = Decimal(env.str("MODEL_USD_PER_USER_DAY", default="0.25"))
MODEL_USD_PER_DAY = Decimal(env.str("MODEL_USD_PER_DAY", default="10"))
MODEL_CALLS_PER_USER_DAY = env.int("MODEL_CALLS_PER_USER_DAY", default=400)
TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", default="")
TWILIO_AUTH_TOKEN = secret("TWILIO_AUTH_TOKEN", default="")
TWILIO_AUTH_TOKEN_SECONDARY = secret("TWILIO_AUTH_TOKEN_SECONDARY", default="")  # while the token is changed
TWILIO_SHARED_KEYS = [key.strip() for key in secret("TWILIO_SHARED_KEYS", default="").split(",") if key.strip()]
TWILIO_NUMBER = env.str("TWILIO_NUMBER", default="")
TWILIO_API_BASE = env.str("TWILIO_API_BASE", default="")
# Whom "speak to a person" is put through to, E.164; empty: nobody, and that is said.
SUPPORT_NUMBER = env.str("SUPPORT_NUMBER", default="")
if SUPPORT_NUMBER and not re.fullmatch(r"\+[1-9][0-9]{6,14}", SUPPORT_NUMBER):
    raise ImproperlyConfigured("SUPPORT_NUMBER must be a telephone number in E.164: +12025550123.")
TWILIO_RELAY = env.bool("TWILIO_RELAY", default=False)  # ConversationRelay instead of the Gather loop
# Caps on calls in a day (UTC): of one person, and what they may cost one person and everybody; and a call's length.
CALLS_PER_USER_DAY = env.int("CALLS_PER_USER_DAY", default=100)
CALL_USD_PER_USER_DAY = Decimal(env.str("CALL_USD_PER_USER_DAY", default="5"))
CALL_USD_PER_DAY = Decimal(env.str("CALL_USD_PER_DAY", default="50"))
CALL_USD_PER_MINUTE = Decimal(env.str("CALL_USD_PER_MINUTE", default="0.05"))  # until Twilio tells a call's price
TEXT_USD = Decimal(env.str("TEXT_USD", default="0.02"))  # what a text with a code is counted as
# Caps on the calls that GigLens places in a day: to one person, by their calendar, and to everybody (UTC).
RINGS_PER_USER_DAY = env.int("RINGS_PER_USER_DAY", default=6)
RINGS_PER_DAY = env.int("RINGS_PER_DAY", default=1_000)
CALL_MOST_S = env.int("CALL_MOST_S", default=900)
# Whose numbers may be added, and so rung: those of far countries are how calls are turned into money.
VOICE_COUNTRIES = env.list("VOICE_COUNTRIES", default=["US", "CA", "MX", "ES", "IN", "GB"])
SENTRY_DSN = secret("SENTRY_DSN", default="")

# --- Messages to devices (web push): both, or push is off, and /readyz says so
VAPID_PRIVATE_KEY = secret("VAPID_PRIVATE_KEY", default="")
VAPID_SUBJECT = env.str("VAPID_SUBJECT", default="")
PUSH_ALLOW_LOOPBACK = False  # tests start a push service on this machine; no environment turns this on

# --- Mail
vars().update(env.email_url_config(secret("EMAIL_URL", default="consolemail://")))
EMAIL_TIMEOUT = 10  # seconds; a mail server that says nothing must not hold a worker
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="GigLens <no-reply@localhost>")

# --- Who someone is
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/login"  # a page of the PWA
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.sign_up.SignUpForm"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "GigLens: "
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
HEADLESS_ONLY = True
HEADLESS_SERVE_SPECIFICATION = True
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{PUBLIC_BASE_URL}/verify-email/{{key}}",
    "account_reset_password": f"{PUBLIC_BASE_URL}/reset-password",
    "account_reset_password_from_key": f"{PUBLIC_BASE_URL}/reset-password/{{key}}",
    "account_signup": f"{PUBLIC_BASE_URL}/signup",
}
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = "GigLens"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False  # it would write a row at every request

# --- Browser security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = False

# --- API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "accounts.permissions.KeyScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "gig_lens.rest.error_response",
    "DEFAULT_THROTTLE_RATES": {},
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "GigLens API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # The page of the API comes from our own files: the policy in headers.py lets no other origin in.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ForecastStatusEnum": [(word, word.title()) for word in ("requested", "running", "ready", "failed")],
        "DirectionEnum": [("in", "in"), ("out", "out")],
        "RuleDirectionEnum": [("in", "in"), ("either", "either"), ("out", "out")],
        "TransactionKindEnum": "finance.sorting.kinds.Kind.choices",
        "PeriodEnum": "finance.models.snapshots.PeriodKind.choices",
        "BillDecisionEnum": [
            ("confirmed", "Confirmed by the user"),
            ("dismissed", "Not a recurring flow, says the user"),
        ],
        "WordedByEnum": [("groq", "Groq"), ("ollama", "Ollama"), ("offline", "GigLens itself")],
        "MessageChannelEnum": [("text", "text"), ("voice", "voice")],
        "CallStatusEnum": "voice.api.calls.Status.choices",
        "CallPurposeEnum": "voice.api.calls.Purpose.choices",
        "CallDirectionEnum": "voice.api.calls.Direction.choices",
        "ConsentPurposeEnum": "voice.api.consents.Purpose.choices",
        "ConversationChannelEnum": "assistant.models.Channel.choices",
        "CodeByEnum": [("call", "GigLens rings and says it"), ("text", "A text message")],
        "LoanDecisionEnum": [("confirmed", "Confirmed by the user"), ("dismissed", "No loan, says the user")],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Static files: the built PWA is served at the root, the admin's files under /static/
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
PWA_DIR = BASE_DIR / "pwa" / "dist"
WHITENOISE_ROOT = PWA_DIR if PWA_DIR.is_dir() else None
WHITENOISE_INDEX_FILE = False
WHITENOISE_USE_FINDERS = DEBUG

# --- Logs: JSON lines, each with its request or task id
LOG_JSON = env.bool("LOG_JSON", default=not DEBUG)
SHARED_PROCESSORS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    without_secrets,
]
# Libraries that tell what a line with a request or task id tells already.
QUIET = (
    "httpx",
    "httpx2",
    "httpcore2",
    "django.request",
    "uvicorn.access",
    "celery.worker.strategy",
    "celery.app.trace",
    "celery.beat",
    "twilio.http_client",  # it would tell numbers
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": SHARED_PROCESSORS,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer() if LOG_JSON else structlog.dev.ConsoleRenderer(colors=False),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {name: {"level": "WARNING"} for name in QUIET},
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *SHARED_PROCESSORS,
        structlog.processors.StackInfoRenderer(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True

# Neither what a request held nor what a function had in hand: a PIN that was keyed in, a question that was asked.
SENTRY_OPTIONS: dict[str, Any] = {
    "send_default_pii": False,
    "include_local_variables": False,
    "max_request_body_size": "never",
}
if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, server_name=urlsplit(PUBLIC_BASE_URL).hostname, **SENTRY_OPTIONS)
