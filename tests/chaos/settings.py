"""The product's settings, with clocks that the harness sets. Nothing else is different."""

import os
from pathlib import Path

from gig_lens.settings import *  # noqa: F403 - the product's, all of them
from tests.chaos import clocks

clocks.bend(Path(os.environ[clocks.VARIABLE]))
