"""Being rung: consent, hours and caps, the calls that GigLens places, and the decisions taken on them."""

from voice.outbound.telling import told

__all__ = ["told"]
