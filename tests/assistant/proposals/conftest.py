"""What the tests of tools have, and a proposal to decide."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from assistant.models import Proposal
from assistant.proposals import keeping
from tests.assistant.tools.conftest import NOW, Ask, account, answered, ask, client_of_ml, clock, half_a_year, ml_url
from tests.finance.conftest import write

__all__ = ["account", "answered", "ask", "client_of_ml", "clock", "half_a_year", "ml_url", "write"]

Propose = Callable[..., Proposal]


@pytest.fixture
def proposed(ana: User, ask: Ask) -> Propose:
    """Return a function that has something drafted and puts it to ana: proposed(action, **slots)."""

    def one(action: str, **slots: Any) -> Proposal:
        found = ask("act", action=action, **slots)
        assert found.proposal is not None, found.template
        return keeping.propose(user=ana, draft=found.proposal, channel="text", now=NOW)

    return one
