"""What has to be built before anything starts: the PWA and the models, each only when its inputs changed."""

import asyncio
import os
import sys
import sysconfig
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from bootstrap import begin, say
from gig_lens.local import BASE_DIR
from gig_lens.supervisor.child import Program
from gig_lens.supervisor.family import Family
from gig_lens.supervisor.stamps import digest, is_fresh, set_stamp

PWA = BASE_DIR / "pwa"
NOT_INPUT = frozenset({"node_modules", "dist", "__pycache__", "tests", "coverage"})
BIN = sysconfig.get_path("scripts")  # node and npm live here: no other Node is needed, and none is preferred
NODE_ENV = {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "true"}


def models_dir() -> Path:
    """Return where the models lie: MODELS_DIR, or in var/."""
    return Path(os.environ.get("MODELS_DIR") or settings.VAR_DIR / "models").resolve()


@dataclass(frozen=True)
class Build:
    """One thing to build.

    Attributes:
        inputs: a change in these makes it stale.
        stamp: where the hash of the inputs is kept; it lies within what is built, so both go together.
    """

    name: str
    program: Program
    inputs: tuple[Path, ...]
    stamp: Path

    def digest(self) -> str:
        """Return the hash of what it would be built from now."""
        return digest(self.inputs, ignore=NOT_INPUT)

    def is_fresh(self) -> bool:
        """Tell whether there is nothing to do."""
        return not all(path.exists() for path in self.inputs) or is_fresh(self.stamp, self.digest())


def npm(*arguments: str) -> Program:
    """Return a quiet npm command in pwa/."""
    command = [f"{BIN}/npm", *arguments, "--no-audit", "--no-fund"]
    return Program("npm", command, env=NODE_ENV, cwd=str(PWA), quiet=True)


def pwa_packages() -> Build:
    """Return the PWA's packages, exactly as locked."""
    return Build("PWA packages", npm("ci"), (PWA / "package-lock.json",), PWA / "node_modules" / ".giglens")


def pwa_pages() -> Build:
    """Return the PWA itself."""
    return Build("PWA", npm("run", "build"), (PWA,), PWA / "dist" / ".giglens")


def models(folder: Path) -> Build:
    """Return the models, fitted from the data in the tree."""
    command = [sys.executable, "-m", "ml_service.training", "all", "--out", str(folder)]
    program = Program("models", command, cwd=str(BASE_DIR), quiet=True)
    return Build("Models", program, (BASE_DIR / "ml_service",), folder / ".giglens")


def phrases(folder: Path) -> Build:
    """Return the phrase lists of the assistant as a table of texts."""
    command = [sys.executable, "-m", "assistant.understanding.table", str(folder / "phrases.csv")]
    program = Program("phrases", command, cwd=str(BASE_DIR), quiet=True)
    inputs = tuple(BASE_DIR / "assistant" / room for room in ("understanding", "numbers", "facts.py", "languages.py"))
    return Build("Phrases", program, inputs, folder / ".giglens-phrases")


def intents(folder: Path) -> Build:
    """Return the intent model, fitted on that table."""
    table, trainer = folder / "phrases.csv", BASE_DIR / "ml_service"
    command = [sys.executable, "-m", "ml_service.training", "intents", "--phrases", str(table), "--out", str(folder)]
    program = Program("intents", command, cwd=str(BASE_DIR), quiet=True)
    inputs = (table, trainer / "ngrams.py", trainer / "training" / "intents.py")
    return Build("Intents", program, inputs, folder / ".giglens-intents")


async def bring_up_to_date(family: Family, build: Build, *, force: bool = False) -> None:
    """Build it if it is stale, and say how long it took."""
    if build.is_fresh() and not force:
        return
    begin(build.name)
    started = time.monotonic()
    await family.finish(build.program)
    set_stamp(build.stamp, build.digest())
    say(f"{time.monotonic() - started:6.1f} s  {build.name}")


async def build_pwa(family: Family, *, force: bool = False) -> None:
    """Bring the PWA up to date, its packages first: the tests need them even when there is nothing to build."""
    await install_packages(family)
    await bring_up_to_date(family, pwa_pages(), force=force)


async def build_models(family: Family, *, force: bool = False) -> None:
    """Bring the models up to date."""
    for make in (models, phrases, intents):
        await bring_up_to_date(family, make(models_dir()), force=force)


async def install_packages(family: Family, *, force: bool = False) -> None:
    """Install the PWA's packages without building it."""
    await bring_up_to_date(family, pwa_packages(), force=force)


PARTS: dict[str, Callable[..., Awaitable[None]]] = {
    "packages": install_packages,
    "pwa": build_pwa,
    "models": build_models,
}


async def build(parts: Iterable[str], *, force: bool) -> None:
    """Build some parts, side by side.

    Raises:
        Died: a tool failed; the message holds its last lines.
    """
    async with Family() as family:
        await asyncio.gather(*(PARTS[part](family, force=force) for part in parts))
