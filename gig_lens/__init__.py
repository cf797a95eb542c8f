"""Wiring: settings, URLs, server and worker entry points."""

from gig_lens.celery import app as celery_app

__all__ = ["celery_app"]
