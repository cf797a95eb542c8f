"""What comes in and what goes out of one path."""

from __future__ import annotations

import numpy as np
import pytest

from ml_service.forecasting.dependence import joined
from ml_service.forecasting.replay import N_PATHS, Paths

ACCOUNTS, WEEKS = 3, 6
LUMPY = np.ones((2, ACCOUNTS), dtype=np.float32)


def drawn(seed: int = 0) -> tuple[Paths, np.ndarray, np.ndarray]:
    """Sizes, paths of each state, and the price of a unit of money out in units of money in."""
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(N_PATHS, [0.2, 0.2, 0.15, 0.25, 0.2], size=(ACCOUNTS, WEEKS)).astype(np.int32)
    silent = np.stack([counts[..., 0] + counts[..., 1], counts[..., 0] + counts[..., 2]])[..., None]
    sizes = np.sort(rng.gamma(2, 1, (2, ACCOUNTS, WEEKS, N_PATHS)), axis=-1).astype(np.float32) + np.float32(0.1)
    sizes *= np.arange(N_PATHS) >= silent
    return sizes, counts, np.array([0.8, 1.0, 1.3])


@pytest.mark.parametrize("seed", range(5))
def test_every_state_has_its_paths(seed: int) -> None:
    sizes, counts, price = drawn(seed)
    came, gone = joined(sizes, counts, price, LUMPY)
    some = [(came <= 0) & (gone <= 0), (came <= 0) & (gone > 0), (came > 0) & (gone <= 0)]
    for state, paths in enumerate(some):
        assert (paths.sum(axis=-1) == counts[..., state]).all()
    spent = (came > 0) & (gone * price[:, None, None] > came)
    assert np.abs(spent.sum(axis=-1) - counts[..., 4]).max() <= 12, "a few are too far from it to be moved"
    assert np.abs(spent.sum(axis=-1) - counts[..., 4]).mean() < 1


def test_money_in_is_what_it_was_only_in_another_order() -> None:
    sizes, counts, price = drawn()
    came, gone = joined(sizes, counts, price, np.zeros_like(LUMPY))
    assert (np.sort(came, axis=-1) == sizes[0]).all()
    assert (np.sort(gone, axis=-1) == sizes[1]).all(), "a steady account keeps money out as well"


def test_who_earns_ten_times_what_they_spend_does_not_spend_it_all() -> None:
    sizes, counts, price = drawn()
    sizes[1] *= np.float32(0.05)
    _, gone = joined(sizes, counts, price, LUMPY)
    assert gone.mean() < 1.1 * sizes[1].mean()


def test_what_has_come_is_spent_and_does_not_come_again() -> None:
    sizes, counts, price = drawn()
    lumpy, steady = (joined(sizes, counts, price, share * LUMPY) for share in (1, 0))

    def spread(paths: Paths) -> np.ndarray:
        return np.asarray(paths[:, :4].sum(axis=1).std(axis=-1))

    assert (spread(lumpy[0]) < spread(steady[0])).all()
    assert (spread(lumpy[0] - lumpy[1]) < 0.9 * spread(steady[0] - steady[1])).all()


def test_accounts_do_not_depend_on_their_company() -> None:
    sizes, counts, price = drawn()
    alone = joined(sizes[:, 1:2], counts[1:2], price[1:2], LUMPY[:, 1:2])
    assert (alone == joined(sizes, counts, price, LUMPY)[:, 1:2]).all()
