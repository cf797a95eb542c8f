"""A simulation of queues by events: workers that carry chunks through stations with so many servers each."""

import heapq
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass
class Station:
    """Something that serves so many at once, first come first served; 0 servers: everybody at once (a delay)."""

    name: str
    servers: int
    busy: int = 0
    busy_s: float = 0.0
    waited_s: float = 0.0
    served: int = 0
    queue: "deque[tuple[float, float, Callable[[], None]]]" = field(default_factory=deque)


@dataclass(frozen=True)
class Step:
    """A visit to a station: mean seconds, and how much they vary (0: never, 1: as exponential times do)."""

    station: Station
    mean_s: float
    variation: float = 0.2


class Simulation:
    """Time, and what happens when."""

    def __init__(self, seed: int) -> None:
        self.now = 0.0
        self._chance = random.Random(seed)  # noqa: S311 - has to be repeatable
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0

    def after(self, seconds: float, then: Callable[[], None]) -> None:
        """Let something happen later."""
        self._count += 1
        heapq.heappush(self._events, (self.now + seconds, self._count, then))

    def run(self) -> None:
        """Go on until nothing is left to happen."""
        while self._events:
            self.now, _, then = heapq.heappop(self._events)
            then()

    def drawn(self, mean_s: float, variation: float) -> float:
        """Draw a time with this mean and coefficient of variation (gamma)."""
        if variation <= 0 or mean_s <= 0:
            return mean_s
        shape = 1 / variation**2
        return self._chance.gammavariate(shape, mean_s / shape)

    def visit(self, step: Step, then: Callable[[], None]) -> None:
        """Wait for a server of the station, be served, and go on."""
        station, takes = step.station, self.drawn(step.mean_s, step.variation)
        if station.servers and station.busy >= station.servers:
            station.queue.append((self.now, takes, then))
        else:
            self._serve(station, self.now, takes, then)

    def _serve(self, station: Station, came: float, takes: float, then: Callable[[], None]) -> None:
        station.busy += 1
        station.busy_s += takes
        station.waited_s += self.now - came
        station.served += 1

        def leave() -> None:
            station.busy -= 1
            if station.queue:
                self._serve(station, *station.queue.popleft())
            then()

        self.after(takes, leave)


def closed(steps: Sequence[Step], *, workers: int, chunks: int, seed: int) -> float:
    """Let workers carry chunks through the steps until all are done; returns the seconds."""
    simulation, left, ended = Simulation(seed), chunks, 0.0

    def take() -> None:
        nonlocal left, ended
        ended = simulation.now
        if left:
            left -= 1
            go(0)

    def go(at: int) -> None:
        if at == len(steps):
            take()
        else:
            simulation.visit(steps[at], lambda: go(at + 1))

    for _ in range(min(workers, chunks)):
        take()
    simulation.run()
    return ended


def open_queue(*, arrivals_s: float, step: Step, customers: int, seed: int) -> float:
    """Let customers come at random, so many a second; returns the mean seconds that they waited."""
    simulation, came = Simulation(seed), 0

    def arrive() -> None:
        nonlocal came
        came += 1
        simulation.visit(step, lambda: None)
        if came < customers:
            simulation.after(simulation.drawn(1 / arrivals_s, 1.0), arrive)

    simulation.after(0.0, arrive)
    simulation.run()
    return step.station.waited_s / step.station.served
