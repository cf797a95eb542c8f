"""The bootstrap tells in one line what is wrong outside."""

import os
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

import bootstrap

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("output", "start"),
    [
        ("error: Failed to fetch: `https://registry/simple/celery/`\n  Caused by: dns error", "A package registry"),
        ("npm error code EAI_AGAIN", "A package registry"),
        ("ERROR: No matching distribution found for uv==0.13.8", "A package registry"),
        ("error: Hash mismatch for `celery==5.6.3`", "A download does not match"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "A download does not match"),
        ("npm error code EINTEGRITY", "A download does not match"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("The virtual environment was not created because ensurepip is not available", "This Python cannot make"),
    ],
)
def test_a_known_failure_becomes_one_line_that_says_what_to_do(output: str, start: str) -> None:
    reason = bootstrap.plain_reason(output)
    assert reason is not None
    assert reason.startswith(start)
    assert "\n" not in reason


@pytest.mark.parametrize("output", ["ModuleNotFoundError: No module named 'packaging'", "SyntaxError: no", ""])
def test_an_unknown_failure_is_not_explained_away(output: str) -> None:
    assert bootstrap.plain_reason(output) is None


def test_a_full_disk_is_refused_before_anything_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bootstrap.shutil.disk_usage", lambda _: Usage(10**11, 10**11, 9 * 10**8))
    with pytest.raises(bootstrap.Trouble, match=r"^The disk has 0\.9 GB free and GigLens needs 2\.5 GB: make room"):
        bootstrap.check_disk("run")


def test_the_installer_is_pinned_with_its_hashes() -> None:
    lines = bootstrap.pinned_uv().splitlines()
    assert lines[0].startswith("uv==")
    assert any("--hash=sha256:" in line for line in lines)
    assert not any("==" in line for line in lines[1:])


def test_a_failing_tool_is_told_in_one_line_and_kept_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "LOG", tmp_path / "bootstrap.log")
    with pytest.raises(bootstrap.Trouble, match=r"^Packages: it broke \(All of it: bootstrap.log\)$"):
        bootstrap.step("Packages", [sys.executable, "-c", "print('first'); print('it broke'); raise SystemExit(3)"])
    assert bootstrap.LOG.read_text() == "first\nit broke\n"


def make_run(path: Path) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", "-c", f"PATH={path}:/usr/bin:/bin make --no-print-directory python"]
    return subprocess.run(command, cwd=bootstrap.ROOT, capture_output=True, text=True, check=False)


def fake_python(folder: Path, name: str, *, fits: bool) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\nexit {int(not fits)}\n")
    file.chmod(0o755)


def test_no_fitting_python_is_one_clear_line(tmp_path: Path) -> None:
    for name in ("python3", "python3.13", "python3.12", "python3.11", "python"):
        fake_python(tmp_path, name, fits=False)
    done = make_run(tmp_path)
    assert done.returncode != 0
    assert done.stderr.splitlines()[0].startswith("GigLens needs Python 3.11, 3.12 or 3.13, and none is on PATH")


def test_a_fitting_python_under_another_name_is_found(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", fits=False)
    fake_python(tmp_path, "python3.12", fits=True)
    fake_python(tmp_path, "python3.13", fits=False)
    assert make_run(tmp_path).returncode == 0


def test_without_a_network_it_says_so(tmp_path: Path) -> None:
    """pip against a closed port: the real words of a real failure."""
    env = {
        **os.environ,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": "",
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    }
    command = [sys.executable, "-m", "pip", "install", "--retries", "0", "--target", str(tmp_path), "uv==0.0.1"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert str(bootstrap.plain_reason(done.stdout + done.stderr)).startswith("A package registry cannot be reached")
