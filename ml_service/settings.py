"""The service's settings, read from the environment once at start."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ml_service.schemas import MAX_BODY_BYTES


class Settings(BaseSettings):
    """Each field is the environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(extra="ignore")

    ml_shared_key: str = ""  # comma separated while a key is rotated; empty switches signatures off
    ml_shared_key_file: Path | None = None  # a file that holds it, as container secrets are given
    models_dir: Path = Path("var/models")
    ml_slots: int = Field(default=2, ge=1)  # requests computed at the same time; the next ones wait, then 429
    ml_busy_wait_s: float = Field(default=2.0, ge=0)
    ml_max_body_bytes: int = Field(default=MAX_BODY_BYTES, ge=1)

    @model_validator(mode="after")
    def read_key_file(self) -> Self:
        """Take the key from its file where one is named."""
        if self.ml_shared_key_file:
            self.ml_shared_key = self.ml_shared_key_file.read_text(encoding="utf-8").strip()
        return self
