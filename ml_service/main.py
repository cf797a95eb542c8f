"""The HTTP face of the service: `uvicorn ml_service.main:app --port 8001`."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from operator import itemgetter
from typing import Annotated, Any, TypedDict, TypeVar

from fastapi import Depends, FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from pydantic import BaseModel, ValidationError
from pydantic.json_schema import JsonSchemaMode, models_json_schema
from pydantic_core import to_json

from ml_service import errors, pictures, registry, schemas, signing
from ml_service.errors import Refused, too_large
from ml_service.forecasting import engine, packing
from ml_service.registry import Registry
from ml_service.scoring import scoring
from ml_service.settings import Settings

REQUESTS = Counter("ml_requests", "Requests answered", ["path", "status"])
SECONDS = Histogram("ml_request_seconds", "Time to answer", ["path"])
ROWS = Counter("ml_rows", "Series forecast and applicants scored", ["kind"])
SLOTS = Gauge("ml_slots", "Requests that are computed at the same time")
BUSY = Gauge("ml_busy_slots", "Slots that are taken")
REFUSED = Counter("ml_busy_refusals", "Requests sent away with 429, because no slot came free in time")
WAITED = Histogram("ml_slot_wait_seconds", "Time that a request waited for its slot")
MODEL = Gauge("ml_model_info", "1 for each model in service", ["kind", "name", "version", "baseline"])

M = TypeVar("M", bound=BaseModel)


class State(TypedDict):
    """What a request finds as `request.state`."""

    settings: Settings
    models: Registry
    slots: threading.BoundedSemaphore
    seen: signing.SeenNonces


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[State]:
    """Load the models before the first request."""
    settings = Settings()
    loaded = registry.load(settings.models_dir)
    SLOTS.set(settings.ml_slots)
    MODEL.clear()
    for one in (loaded.forecast, loaded.credit):
        MODEL.labels(one.kind, one.name, one.version, str(one.baseline).lower()).set(1)
    yield State(
        settings=settings,
        models=loaded,
        slots=threading.BoundedSemaphore(settings.ml_slots),
        seen=signing.SeenNonces(),
    )


app = FastAPI(
    title="GigLens ML service",
    version="1",
    lifespan=lifespan,
    description="Forecasts of cash flow and educational credit estimates. Requests are signed when a key is set.",
    responses={code: {"model": schemas.ErrorAnswer} for code in (401, 413, 422, 429)},
)
errors.install(app)


async def signed_body(request: Request) -> bytes:
    """Read the body, at most so many bytes of it, and check its signature."""
    settings: Settings = request.state.settings
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > settings.ml_max_body_bytes:
            raise too_large(f"The body is over {settings.ml_max_body_bytes} bytes")
    _check_signature(request, bytes(body))
    return bytes(body)


def _check_signature(request: Request, body: bytes) -> None:
    keys = request.state.settings.ml_shared_key
    if not keys:
        return
    try:
        signing.verify(
            keys=keys,
            header=request.headers.get(signing.HEADER),
            method=request.method,
            path=request.url.path,
            body=body,
            now=time.time(),
            seen=request.state.seen,
        )
    except signing.BadSignature as error:
        raise Refused(401, "unauthorized", str(error)) from None


Body = Annotated[bytes, Depends(signed_body)]


@app.middleware("http")
async def measure(request: Request, call_next: Callable[[Request], Any]) -> Response:
    """Count and time each request by its route."""
    started = time.perf_counter()
    response: Response = await call_next(request)
    route = request.scope.get("route")
    path = getattr(route, "path", "unknown")
    REQUESTS.labels(path, response.status_code).inc()
    SECONDS.labels(path).observe(time.perf_counter() - started)
    return response


@app.get("/livez")
def livez() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@app.get("/readyz")
def readyz(request: Request) -> dict[str, Any]:
    """Models are loaded; `degraded` while a baseline stands in for one."""
    models: Registry = request.state.models
    return {
        "status": "ok" if models.complete else "degraded",
        "models": {one.kind: {"name": one.name, "version": one.version} for one in (models.forecast, models.credit)},
    }


@app.get("/metrics", include_in_schema=False)
def metrics() -> Response:
    """Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@app.get("/v1/models")
def models(request: Request, _: Body) -> schemas.ModelsAnswer:
    """The cards of the models in service."""
    found: Registry = request.state.models
    return schemas.ModelsAnswer(models=[found.forecast.described(), found.credit.described()])


def _takes(model: type[BaseModel]) -> dict[str, Any]:
    """Name the body in OpenAPI: FastAPI does not know of it, because it is read as the bytes that were signed."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


@app.post("/v1/forecasts", response_model=schemas.ForecastAnswer, openapi_extra=_takes(schemas.ForecastRequest))
def forecasts(request: Request, body: Body) -> Response:
    """Forecast inflow, outflow, net and balance of each series."""
    with _slot(request):
        asked = _parse(schemas.ForecastRequest, body)
        _within_limits(asked)
        model = request.state.models.forecast
        ROWS.labels("forecast").inc(len(asked.series))
        return _json(
            {"model": model.name, "model_version": model.version, "quantiles": asked.quantiles},
            "forecasts",
            engine.forecast(asked, model.model),
        )


@app.post("/v1/credit-scores", response_model=schemas.CreditAnswer, openapi_extra=_takes(schemas.CreditRequest))
def credit_scores(request: Request, body: Body) -> Response:
    """Score each applicant, with reasons and what would change the score."""
    with _slot(request):
        asked = _parse(schemas.CreditRequest, body)
        if len(asked.applicants) > schemas.MAX_APPLICANTS:
            raise too_large(f"At most {schemas.MAX_APPLICANTS} applicants a request")
        model = request.state.models.credit
        ROWS.labels("credit").inc(len(asked.applicants))
        return _json(
            {"model": model.name, "model_version": model.version},
            "scores",
            enumerate(scoring.score(asked.applicants, model.model)),
        )


@app.post(
    "/v1/pictures",
    response_class=Response,
    responses={200: {"content": {pictures.MEDIA_TYPE: {}}}},
    openapi_extra=_takes(schemas.PictureRequest),
)
def draw_pictures(request: Request, body: Body) -> Response:
    """Forecast many accounts in each outline and score applicants; the answer is packed, see `ml_service.pictures`."""
    with _slot(request):
        asked = _parse(schemas.PictureRequest, body)
        if len(asked.series) > schemas.MAX_SERIES or len(asked.applicants) > schemas.MAX_APPLICANTS:
            raise too_large(f"At most {schemas.MAX_SERIES} series and {schemas.MAX_APPLICANTS} applicants a request")
        loaded: Registry = request.state.models
        ROWS.labels("forecast").inc(len(asked.series) * len(asked.outlines))
        ROWS.labels("credit").inc(len(asked.applicants))
        found = packing.rows(asked.series, asked.outlines, loaded.forecast.model)
        drawn = [rows for _, rows in sorted(found, key=itemgetter(0))]
        head = {
            "model": loaded.forecast.name,
            "model_version": loaded.forecast.version,
            "credit_model": loaded.credit.name,
            "credit_model_version": loaded.credit.version,
            "forecasts": [
                {
                    "unique_id": one.unique_id,
                    "as_of": rows[0].as_of,
                    "basis": rows[0].basis,
                    "largest": max(row.largest for row in rows),
                    "sizes": [len(row.packed) for row in rows],
                }
                for one, rows in zip(asked.series, drawn, strict=True)
            ],
            "scores": list(scoring.score(asked.applicants, loaded.credit.model, edits=False)),
        }
        packed = (row.packed for rows in drawn for row in rows)
        return Response(pictures.written(to_json(head), packed), media_type=pictures.MEDIA_TYPE)


@contextmanager
def _slot(request: Request) -> Iterator[None]:
    """Hold one of the slots for computing; whoever waits too long for one is sent away for a second."""
    slots: threading.BoundedSemaphore = request.state.slots
    with WAITED.time():
        free = slots.acquire(timeout=request.state.settings.ml_busy_wait_s)
    if not free:
        REFUSED.inc()
        raise Refused(429, "busy", "Every slot is taken; try again", retry_after_s=1)
    try:
        with BUSY.track_inprogress():
            yield
    finally:
        slots.release()


def _parse(model: type[M], body: bytes) -> M:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise errors.invalid(error) from None


def _within_limits(asked: schemas.ForecastRequest) -> None:
    if len(asked.series) > schemas.MAX_SERIES:
        raise too_large(f"At most {schemas.MAX_SERIES} series a request")
    days = asked.h * (7 if asked.freq == "W" else 31) if asked.daily_balance else 0
    numbers = len(asked.series) * (len(asked.quantiles) + 1) * (5 * asked.h + days)
    if numbers > schemas.MAX_ANSWER_NUMBERS:
        raise too_large(
            f"The answer would hold {numbers} numbers, over {schemas.MAX_ANSWER_NUMBERS}: ask for fewer series"
        )


def _json(head: dict[str, Any], name: str, rows: Iterator[tuple[int, dict[str, Any]]]) -> Response:
    """Encode row by row, so that a large answer is never held as Python objects."""
    encoded = [part for _, part in sorted((at, to_json(row)) for at, row in rows)]
    body = to_json(head)[:-1] + f',"{name}":['.encode() + b",".join(encoded) + b"]}"
    return Response(body, media_type="application/json")


def _openapi() -> dict[str, Any]:
    """FastAPI's description with the bodies that it does not know of."""
    if app.openapi_schema is None:
        described = FastAPI.openapi(app)
        asked: list[tuple[type[BaseModel], JsonSchemaMode]] = [
            (model, "validation") for model in (schemas.ForecastRequest, schemas.CreditRequest, schemas.PictureRequest)
        ]
        _, definitions = models_json_schema(asked, ref_template="#/components/schemas/{model}")
        described["components"]["schemas"] |= definitions["$defs"]
    return FastAPI.openapi(app)


app.openapi = _openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend its schema
