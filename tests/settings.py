"""Settings of the test run: the product's own, with made-up secrets and its own broker socket."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

TEST_DIR = Path(tempfile.mkdtemp(prefix="giglens-test-"))
atexit.register(shutil.rmtree, TEST_DIR, ignore_errors=True)
os.environ["GIGLENS_VAR"] = str(TEST_DIR)
(TEST_DIR / "static").mkdir()
os.environ.setdefault("SECRET_KEY", "a-secret-for-tests-only-" + "x" * 40)
os.environ.setdefault("FIELD_ENCRYPTION_KEYS", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
os.environ["DEBUG"] = "false"
os.environ["PUBLIC_BASE_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["ML_URL"] = "http://127.0.0.1:9"  # the discard port: a test that wants the ML service starts it
os.environ["ML_SHARED_KEY"] = ""
os.environ.setdefault("MODELS_DIR", str(Path(__file__).parents[1] / "var" / "models"))  # `manage.py build` fits them
for name in ("GROQ_API_KEY", "OLLAMA_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "SENTRY_DSN"):
    os.environ[name] = ""

from gig_lens.settings import *  # noqa: E402, F403 - the environment had to be set first

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in the product: in memory, threads would share one cache and trip over its table locks.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / "tests.sqlite3")}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
