"""Some turns of the liar in every run of the suite; `python -m tests.evals.adversarial` has two thousand."""

import pytest

from accounts.models import User
from tests.evals import adversarial
from tests.evals.test_scenarios import maya, ml_url

__all__ = ["maya", "ml_url"]
pytestmark = pytest.mark.django_db  # pytest makes the database only where a test asks for it


def test_no_lie_is_said(maya: User) -> None:
    found = adversarial.run(maya, turns=120)
    assert found.ungrounded == ()
    assert (found.silent, found.worded > 100, found.replaced > 100) == (0, True, True)


def test_a_model_that_says_the_draft_is_believed(maya: User) -> None:
    found = adversarial.run(maya, turns=60, honest=True)
    assert (found.ungrounded, found.silent) == ((), 0)
    assert found.replaced <= 0.01 * found.turns
