# The ML service. Its models are fitted while the image is built, from the data in the tree.
FROM python:3.13-slim-bookworm AS packages
COPY docker/requirements-ml.txt /requirements.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /requirements.txt

FROM python:3.13-slim-bookworm AS models
ENV PATH=/venv/bin:$PATH
WORKDIR /app
COPY --from=packages /venv /venv
COPY ml_service/ ml_service/
RUN python -m ml_service.training all --out /models

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin giglens
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 MODELS_DIR=/models
WORKDIR /app
COPY --from=packages /venv /venv
COPY --from=models /models /models
COPY ml_service/ ml_service/
USER 10001
EXPOSE 8001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8001/readyz', timeout=4)"]
CMD ["uvicorn", "ml_service.main:app", "--host", "0.0.0.0", "--port", "8001", "--no-access-log"]
