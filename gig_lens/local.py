"""What belongs to this machine: the folder var/, the secrets made for it, the socket of its broker."""

import hashlib
import os
import secrets
import tempfile
from base64 import urlsafe_b64encode
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SOCKET_PATH_LIMIT = 100  # AF_UNIX allows 107 bytes on Linux and 103 on macOS
TEMPLATE = """# Made by `manage.py up` for this machine. The environment and .env win over it; see .env.example.
SECRET_KEY={secret_key}
FIELD_ENCRYPTION_KEYS={encryption_key}
ML_SHARED_KEY={ml_key}
TWILIO_AUTH_TOKEN={telephone_token}
DEBUG=true
DEMO=true
"""
LATER = ("TWILIO_AUTH_TOKEN",)  # made since the first version of this file


def var_dir() -> Path:
    """Return where everything that is made at run time lives: var/, or GIGLENS_VAR."""
    return Path(os.environ.get("GIGLENS_VAR") or BASE_DIR / "var").resolve()


def valkey_socket(var: Path) -> Path:
    """Return the embedded broker's socket: in var, or in a short temporary folder when var's path is too long."""
    socket = var / "valkey.sock"
    if len(os.fsencode(socket)) <= SOCKET_PATH_LIMIT:
        return socket
    digest = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"giglens-{os.getuid()}-{digest}" / "valkey.sock"


def write_local_env(var: Path) -> Path:
    """Write var/local.env once, readable by its owner only; whoever comes second adds what the first did not know."""
    path = var / "local.env"
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = TEMPLATE.format(
        secret_key=secrets.token_urlsafe(50),
        encryption_key=urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        ml_key=secrets.token_urlsafe(32),
        # No account of Twilio's has it: `manage.py phone` signs with it, and nobody else can.
        telephone_token=secrets.token_hex(16),
    )
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        _complete(path, text)
        return path
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def _complete(path: Path, text: str) -> None:
    """Add the secrets that a later version makes; those that are there stay as they are."""
    there = {line.partition("=")[0] for line in path.read_text(encoding="utf-8").splitlines()}
    missing = [line for line in text.splitlines() if "=" in line and line.partition("=")[0] not in there]
    added = [line for line in missing if line.partition("=")[0] in LATER]
    if added:
        with path.open("a", encoding="utf-8") as file:
            file.write("\n".join(["", *added, ""]))
