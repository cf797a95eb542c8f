"""A file of trips, as mileage apps export them: read, told apart from what is known, written whole or not at all."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from accounts import audit
from accounts.models import User
from finance.models import Trip
from finance.statements.columns import folded
from finance.statements.dates import DateOrder, date_order
from finance.statements.encoding import decode
from finance.statements.numbers import decimal_sign, read_amount
from finance.statements.parsed import NotAStatement, Rejected
from finance.statements.table import Line, read_table
from kit.bulk import insert_many
from kit.cells import plain_cell, safe_cell

MOST_DISTANCE = Decimal(20_000)  # a trip, or a week of them
WORDS = {
    "on": "date|day|trip date|start date|started|start time|fecha",
    "distance": "distance|distance mi|distance km|miles|miles driven|mi|kilometers|kilometres|km|mileage|distancia",
    "unit": "unit|units|unidad",
    "use": "use|type|trip type|category|classification|business personal|uso",
    "purpose": "purpose|notes|note|reason|description|memo|motivo",
    "platform": "platform|app|company|plataforma",
    "odometer_start": "odometer start|start odometer|odometer begin",
    "odometer_end": "odometer end|end odometer",
}
USES = {
    **dict.fromkeys(("", "business", "work", "b", "gig", "delivery", "rideshare", "negocio", "trabajo"), "business"),
    **dict.fromkeys(("personal", "private", "p", "commute", "commuting", "privado"), "personal"),
}
UNITS = {
    **dict.fromkeys(("km", "kms", "kilometers", "kilometres", "kilometer", "kilometre"), "km"),
    **dict.fromkeys(("mi", "mile", "miles"), "mi"),
}
COLUMNS = ("on", "distance_thousandths", "unit", "use", "purpose", "platform", "odometer_start", "odometer_end")
HEADER = ["Date", "Distance", "Unit", "Use", "Purpose", "Platform", "Odometer start", "Odometer end"]


@dataclass(frozen=True, slots=True)
class TripRow:
    """A trip as the file tells it."""

    on: date
    distance_thousandths: int
    unit: str
    use: str
    purpose: str
    platform: str
    odometer_start: int | None
    odometer_end: int | None
    fingerprint: str = ""


@dataclass
class TripsPlan:
    """What a file would do."""

    rows: list[TripRow] = field(default_factory=list)
    new: list[TripRow] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    batch: UUID | None = None


class _Unreadable(Exception):
    """A cell is not what its column should hold."""


def plan_trips(user: User, content: bytes, *, unit: str = "km", day_first: bool | None = None) -> TripsPlan:
    """Read a file and tell what is new; the same file again has nothing new.

    Raises:
        NotAStatement: it has no dates and distances.
        TooLarge: it is over a limit.
    """
    text, _ = decode(content)
    lines = read_table(text).lines
    places = _places(lines[0])
    body = lines[1:]
    order = date_order([_cell(line, places, "on") for line in body], day_first=day_first)
    decimal = decimal_sign(_cell(line, places, "distance") for line in body)
    said = _said_unit(lines[0], places) or unit
    plan = TripsPlan()
    seen: Counter[tuple[object, ...]] = Counter()
    for line in body:
        try:
            plan.rows.append(_counted(_read(line, places, order, decimal, said), seen))
        except _Unreadable as unreadable:
            plan.rejected.append(Rejected(line.number, str(unreadable), line.raw()))
    if not plan.rows:
        why = f" Line {plan.rejected[0].line}: {plan.rejected[0].reason}." if plan.rejected else ""
        raise NotAStatement(f"The file holds no trips.{why}", code="no_trips")
    plan.new = _unknown(user, plan.rows)
    return plan


def write_trips(user: User, content: bytes, *, unit: str = "km", day_first: bool | None = None) -> TripsPlan:
    """Write a file's new trips as one batch, which can be taken back whole."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # the same file twice at once
        plan = plan_trips(user, content, unit=unit, day_first=day_first)
        if plan.new:
            plan.batch = uuid4()
            names = ["user_id", "batch", "fingerprint", *COLUMNS]
            rows = (
                [user.pk, plan.batch, row.fingerprint, *(getattr(row, name) for name in COLUMNS)] for row in plan.new
            )
            insert_many(Trip, names, rows)
            undo = audit.request_of("DELETE", f"mileage/import/{plan.batch}")
            audit.record(user, "trips.imported", trips=len(plan.new), undo=undo)
    return plan


def export_trips(trips: Iterable[Trip]) -> str:
    """Write trips as CSV, harmless to spreadsheets; read again it is the same log."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for trip in trips:
        odometer = [str(one) if one is not None else "" for one in (trip.odometer_start, trip.odometer_end)]
        words = [safe_cell(trip.purpose), safe_cell(trip.platform)]
        writer.writerow([trip.on.isoformat(), f"{trip.distance:f}", trip.unit, trip.use, *words, *odometer])
    return text.getvalue()


def _unknown(user: User, rows: Sequence[TripRow]) -> list[TripRow]:
    """Leave out what came with a file before, changed since or not, and what was written down by hand just so."""
    mine = Trip.objects.for_user(user)
    known = set(mine.exclude(fingerprint="").values_list("fingerprint", flat=True))
    by_hand = Counter(mine.filter(fingerprint="").values_list(*COLUMNS))
    new = []
    for row in rows:
        what = tuple(getattr(row, name) for name in COLUMNS)
        if row.fingerprint in known:
            continue
        if by_hand[what] > 0:
            by_hand[what] -= 1
            continue
        new.append(row)
    return new


def _places(header: Line) -> dict[str, int]:
    cells = [folded(cell) for cell in header.cells]
    found: dict[str, int] = {}
    for role, words in WORDS.items():
        place = next((cells.index(word) for word in words.split("|") if word in cells), None)
        if place is not None and place not in found.values():
            found[role] = place
    if not {"on", "distance"} <= set(found):
        raise NotAStatement("No date and distance columns were found in the first line.", code="no_trips")
    return found


def _said_unit(header: Line, places: Mapping[str, int]) -> str:
    """Return the unit that the distance column's own words name."""
    words = folded(header.cells[places["distance"]]).split()
    return next((UNITS[word] for word in words if word in UNITS), "")


def _cell(line: Line, places: Mapping[str, int], role: str) -> str:
    place = places.get(role)
    return plain_cell(line.cells[place]) if place is not None and place < len(line.cells) else ""


def _read(line: Line, places: Mapping[str, int], order: DateOrder, decimal: str, unit: str) -> TripRow:
    def cell(role: str) -> str:
        return _cell(line, places, role)

    on = order.read(cell("on"))
    if on is None:
        raise _Unreadable(f"“{cell('on')[:40]}” is not a date" if cell("on") else "There is no date")
    said_unit, said_use = folded(cell("unit")), folded(cell("use"))
    if said_unit and said_unit not in UNITS:
        raise _Unreadable(f"The unit “{cell('unit')[:40]}” is not known")
    if said_use not in USES:
        raise _Unreadable(f"“{cell('use')[:40]}” is neither business nor personal")
    start, end = (_odometer(cell(role), decimal) for role in ("odometer_start", "odometer_end"))
    if start is not None and end is not None and end < start:
        raise _Unreadable("The odometer runs backwards")
    return TripRow(
        on=on,
        distance_thousandths=_thousandths(cell("distance"), decimal),
        unit=UNITS[said_unit] if said_unit else unit,
        use=USES[said_use],
        purpose=" ".join(cell("purpose").split())[:120],
        platform=folded(cell("platform")).replace(" ", "_")[:40],
        odometer_start=start,
        odometer_end=end,
    )


def _thousandths(cell: str, decimal: str) -> int:
    words = cell.lower().split()
    number = read_amount(words[0] if words and words[-1] in UNITS else cell, decimal)
    if number is None or not 0 <= number <= MOST_DISTANCE:
        raise _Unreadable(f"“{cell[:40]}” is not a distance" if cell else "There is no distance")
    return round(number * 1000)


def _odometer(cell: str, decimal: str) -> int | None:
    number = read_amount(cell, decimal) if cell else None
    if cell and (number is None or not 0 <= number < 10_000_000):
        raise _Unreadable(f"“{cell[:40]}” is no odometer reading")
    return round(number) if number is not None else None


def _counted(row: TripRow, seen: Counter[tuple[object, ...]]) -> TripRow:
    """Give a row its fingerprint: what it is, and the how-manieth such trip of its file."""
    what = tuple(getattr(row, name) for name in COLUMNS)
    nth = seen[what]
    seen[what] += 1
    digest = hashlib.sha256("|".join(map(str, [*what, nth])).encode()).hexdigest()
    return replace(row, fingerprint=digest)
