"""var/local.env: made once, and completed when a later version makes another secret."""

import stat
from pathlib import Path

from gig_lens import local


def values(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def test_it_works(tmp_path: Path) -> None:
    path = local.write_local_env(tmp_path)
    assert len(values(path)["TWILIO_AUTH_TOKEN"]) == 32
    assert "TWILIO_ACCOUNT_SID" not in values(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_second_keeps_what_the_first_made(tmp_path: Path) -> None:
    first = local.write_local_env(tmp_path).read_text()
    assert local.write_local_env(tmp_path).read_text() == first


def test_an_older_file_is_completed(tmp_path: Path) -> None:
    (tmp_path / "local.env").write_text("SECRET_KEY=mine\nDEBUG=false")
    found = values(local.write_local_env(tmp_path))
    assert (found["SECRET_KEY"], found["DEBUG"], len(found["TWILIO_AUTH_TOKEN"])) == ("mine", "false", 32)
    assert set(found) == {"SECRET_KEY", "DEBUG", "TWILIO_AUTH_TOKEN"}
