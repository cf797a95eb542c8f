"""Calls that Twilio has not told the end or the price of are asked for: a status callback may be lost."""

import time
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import structlog
from django.db.models import F, Q
from requests import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException

from voice import twilio
from voice.calls import costs, keeping, truth
from voice.models import Call

log = structlog.get_logger(__name__)
SILENT = timedelta(minutes=2)  # a call under way that nothing was heard of for so long
PRICELESS = timedelta(minutes=15)  # between two looks for a price
PRICE_WITHIN = timedelta(days=2)  # after it nobody waits for a price
MOST, WITHIN_S = 50, 45.0  # of one run
GONE = 404


def look_up(*, now: datetime) -> int:
    """Ask Twilio about the calls that it owes us something of; return how many were asked for."""
    client = twilio.client()
    if client is None:
        return 0
    until, asked = time.monotonic() + WITHIN_S, 0
    for call in due(now=now):
        if time.monotonic() > until or not _claimed(call, now):
            continue
        asked += 1
        try:
            _take_down(call, client.calls(call.call_sid).fetch(), now=now)
        except TwilioRestException as refusal:
            log.warning("twilio does not tell of a call", status=refusal.status, code=refusal.code)
            if refusal.status != GONE:  # it is about us, not about this call
                break
            _gone(call, refusal, now=now)
        except (RequestException, TwilioException) as error:
            log.warning("twilio cannot be asked about calls", error=type(error).__name__)
            break
    return asked


def due(*, now: datetime) -> list[Call]:
    """Return the calls to ask for, those longest unasked first."""
    not_lately = Q(looked_up_at=None) | Q(looked_up_at__lt=now - SILENT)
    silent = Q(last_heard_at__lt=now - SILENT) & ~Q(status__in=Call.OVER) & not_lately
    seldom = Q(looked_up_at=None) | Q(looked_up_at__lt=now - PRICELESS)
    recent = Q(ended_at__lt=now - SILENT, ended_at__gt=now - PRICE_WITHIN)
    priceless = Q(price_micros=None, status=Call.Status.COMPLETED) & recent & seldom
    rows = Call.objects.exclude(call_sid=None).filter(silent | priceless)
    return list(rows.order_by(F("looked_up_at").asc(nulls_first=True), "id")[:MOST])


def _claimed(call: Call, now: datetime) -> bool:
    """Take a call to ask for; of two workers one gets it."""
    return bool(Call.objects.filter(pk=call.pk, looked_up_at=call.looked_up_at).update(looked_up_at=now))


def _take_down(call: Call, told: Any, *, now: datetime) -> None:
    if told.answered_by:
        Call.objects.filter(pk=call.pk, answered_by="").update(answered_by=str(told.answered_by)[:20])
    if told.status in Call.Status:
        truth.stands(call, Call.Status(told.status), duration_s=_seconds(told.duration), now=now)
    if (price := price_of(told.price)) is not None:
        priced = Call.objects.filter(pk=call.pk, price_micros=None)
        if priced.update(price_micros=price, price_currency=(told.price_unit or "USD")[:3].upper()):
            costs.priced(Call.objects.get(pk=call.pk))


def price_of(text: str | None) -> int | None:
    """Return a price as Twilio writes it, "-0.01500", in millionths."""
    try:
        return abs(int(Decimal(text) * costs.MICRO)) if text else None
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _seconds(text: Any) -> int | None:
    return int(text) if str(text).isdecimal() else None


def _gone(call: Call, refusal: TwilioRestException, *, now: datetime) -> None:
    """Give a call up that Twilio does not know."""
    keeping.broke(call, str(refusal.code or ""), now=now)
    truth.stands(call, Call.Status.FAILED, now=now)
