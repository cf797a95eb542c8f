"""Forecasts keep their figures packed: see ml_service/packed.py."""

from collections.abc import Callable
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import finance.models.points
from ml_service.packed import Points

BATCH = 500


def _copied(apps: Any, source: str, target: str, made: Callable[[Any], Any]) -> None:
    """Copy a column into another, batch by batch."""
    forecasts = apps.get_model("finance", "Forecast").objects
    last = 0
    while rows := list(forecasts.filter(pk__gt=last).order_by("pk").only("pk", source)[:BATCH]):
        for row in rows:
            setattr(row, target, made(getattr(row, source)))
        forecasts.bulk_update(rows, [target])
        last = rows[-1].pk


def pack_all(apps: Any, _: BaseDatabaseSchemaEditor) -> None:
    _copied(apps, "points_json", "points", lambda value: value or {})


def unpack_all(apps: Any, _: BaseDatabaseSchemaEditor) -> None:
    _copied(apps, "points", "points_json", lambda value: value.plain() if isinstance(value, Points) else {})


def keep_as_they_are(_: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Let PostgreSQL not try to compress what does not get smaller."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE finance_forecast ALTER COLUMN points SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = [("finance", "0021_reminders")]

    operations = [
        migrations.RenameField("forecast", "points", "points_json"),
        migrations.AddField(
            "forecast",
            "points",
            finance.models.points.PointsField(
                default=dict,
                help_text="quantiles, ds, and for inflow, outflow, net, balance, running_minimum the quantiles in minor units.",
            ),
        ),
        migrations.RunPython(pack_all, unpack_all),
        migrations.RemoveField("forecast", "points_json"),
        migrations.RunPython(keep_as_they_are, migrations.RunPython.noop),
    ]
