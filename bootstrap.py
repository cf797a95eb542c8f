"""Makes .venv with the locked packages. Standard library only: it runs before anything is installed.

Usage: python bootstrap.py run|dev
"""

import contextlib
import fcntl
import hashlib
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
STAMP = VENV / ".installed"
LOG = ROOT / "var" / "bootstrap.log"
CLEAR = "\r\x1b[K"  # to the start of the line, and empty it
NEEDED_BYTES = {
    "run": 2_500_000_000,
    "dev": 3_000_000_000,
}  # .venv, node_modules and the caches, measured, with some air

# What a failing tool printed -> the one line that says what to do. The first that fits is told.
REASONS = [
    (r"no space left|\bENOSPC|disk quota", "The disk is full: free some space, then run it again."),
    (
        r"hash mismatch|do not match the hashes|EINTEGRITY",
        "A download does not match its recorded hash. Nothing was installed from it: empty the cache "
        "(.venv/bin/uv cache clean, npm cache clean --force) and try again; if it repeats, do not trust that registry.",
    ),
    (
        r"ensurepip|No module named (venv|pip)",
        "This Python cannot make virtual environments: install its venv package (Debian: apt install python3-venv).",
    ),
    (
        r"dns error|name resolution|network is unreachable|connection refused|error sending request|timed out"
        r"|\bE(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT)|Failed to fetch|NewConnectionError|ProxyError"
        r"|No matching distribution|client error \(Connect\)",
        "A package registry cannot be reached: check the network or the proxy and run it again; what is done stays.",
    ),
]


class Trouble(Exception):
    """Something outside went wrong; the message is one line for the person at the terminal."""


def plain_reason(output: str) -> str | None:
    """Return what to do about a failed tool, from what it printed."""
    return next((line for pattern, line in REASONS if re.search(pattern, output, re.IGNORECASE)), None)


def say(text: str) -> None:
    """Print at once, also into a pipe; a terminal that was closed loses the line and nothing else."""
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{CLEAR if sys.stdout.isatty() else ''}{text}\n")
        sys.stdout.flush()


def begin(name: str) -> None:
    """On a terminal, show what is being done, until the next line takes its place."""
    if sys.stdout.isatty():
        with contextlib.suppress(OSError):
            sys.stdout.write(f"{CLEAR}       ...  {name}\r")
            sys.stdout.flush()


def step(name: str, command: list[str]) -> None:
    """Run one tool quietly; say how long it took.

    Raises:
        Trouble: it failed; the whole output is in LOG.
    """
    begin(name)
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)  # noqa: S603 - our own tools
    if done.returncode:
        LOG.write_text(done.stdout, encoding="utf-8")
        last = next((line for line in reversed(done.stdout.splitlines()) if line.strip()), f"exit {done.returncode}")
        raise Trouble(f"{name}: {plain_reason(done.stdout) or last} (All of it: {LOG.relative_to(ROOT)})")
    say(f"{time.monotonic() - started:6.1f} s  {name}")


def fingerprint(kind: str) -> str:
    """Return what an installation of this kind depends on, as one hash."""
    version = ".".join(map(str, sys.version_info[:2]))
    return hashlib.sha256(version.encode() + LOCKS[kind].read_bytes()).hexdigest()


def installed(kind: str) -> bool:
    """Tell whether .venv already holds this; the dev set holds everything that run needs."""
    have = STAMP.read_text(encoding="utf-8").split() if STAMP.exists() and (VENV / "bin/python").exists() else []
    return fingerprint(kind) in have or fingerprint("dev") in have


def check_disk(kind: str) -> None:
    """Refuse early rather than fail half-way."""
    free, needed = shutil.disk_usage(ROOT).free, NEEDED_BYTES[kind]
    if free < needed:
        raise Trouble(
            f"The disk has {free / 1e9:.1f} GB free and GigLens needs {needed / 1e9:.1f} GB: make room first."
        )


def pinned_uv() -> str:
    """Return uv's own lines of the dev lock: version and hashes stay in one place."""
    found = re.search(r"^uv==.*?(?=^\S|\Z)", LOCKS["dev"].read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    if not found:
        raise Trouble("requirements-dev.txt does not pin uv: compile it again (see CONTRIBUTING.md).")
    return found[0]


def make_venv() -> None:
    """Make an empty environment, again if its interpreter is gone or of another version."""
    same = (
        subprocess.run(  # noqa: S603 - our own interpreter
            [str(VENV / "bin/python"), "-c", f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"],
            check=False,
        )
        if (VENV / "bin/python").exists()
        else None
    )
    if same is None or same.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        step("Python environment", [sys.executable, "-m", "venv", str(VENV)])


def install(kind: str) -> None:
    """Bring .venv to exactly the lock of this kind."""
    check_disk(kind)
    make_venv()
    STAMP.unlink(missing_ok=True)
    only_uv = ROOT / "var" / "uv.txt"
    only_uv.write_text(pinned_uv(), encoding="utf-8")
    pip = [
        str(VENV / "bin/python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--retries",
        "2",
        "--no-deps",
        "--require-hashes",
    ]
    step("Package installer", [*pip, "-r", str(only_uv)])
    uv = [str(VENV / "bin/uv"), "pip", "sync", "--quiet", "--require-hashes", "--python", str(VENV / "bin/python")]
    step(f"Python packages ({LOCKS[kind].name})", [*uv, str(LOCKS[kind])])
    STAMP.write_text(fingerprint(kind), encoding="utf-8")


def main(kind: str) -> int:
    """Install what is missing; a second `make` at the same time waits for the first."""
    LOG.parent.mkdir(mode=0o700, exist_ok=True)
    with (LOG.parent / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not installed(kind):
            install(kind)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except (Trouble, OSError) as trouble:
        sys.stderr.write(f"{plain_reason(str(trouble)) or trouble}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
