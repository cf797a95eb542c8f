"""Fixtures that the tests of the API share with those of the rooms behind it."""

from tests.finance.alerts.conftest import push_service

__all__ = ["push_service"]
