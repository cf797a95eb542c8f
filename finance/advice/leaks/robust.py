"""The own norm: a middle and a spread that one odd month does not move."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

SIGMA = 1.4826  # a MAD times this is a standard deviation where the values are normal
FAR = 3.0


@dataclass(frozen=True, slots=True)
class Norm:
    """What is usual: the median of earlier values and their median absolute deviation."""

    middle: float
    deviation: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Norm":
        """Measure values, of which there must be some."""
        middle = median(values)
        return cls(middle, median(abs(value - middle) for value in values), len(values))

    def limit(self, *, least: float, far: float = FAR) -> float:
        """Return the value over which something is unusual.

        Args:
            least: how far over the middle it must be in any case: values that never vary would make any change unusual.
            far: how many robust standard deviations.
        """
        return self.middle + max(far * SIGMA * self.deviation, least)
