"""The bytes of an archive, kept in the database piece by piece."""

from collections.abc import AsyncIterator
from typing import IO

from asgiref.sync import sync_to_async

from accounts.models import Archive, ArchivePiece

PIECE = 1024 * 1024


def keep(archive: Archive, file: IO[bytes]) -> int:
    """Write a file down, from its beginning; returns its size."""
    file.seek(0)
    size = number = 0
    while content := file.read(PIECE):
        ArchivePiece.objects.create(archive=archive, number=number, content=content)
        size, number = size + len(content), number + 1
    return size


def fetch(archive: Archive, file: IO[bytes]) -> None:
    """Write what was kept into a file."""
    number = 0
    while (content := piece(archive.pk, number)) is not None:
        file.write(content)
        number += 1
    file.seek(0)


def piece(pk: int, number: int) -> bytes | None:
    """Return one piece; None after the last."""
    found = ArchivePiece.objects.filter(archive=pk, number=number).values_list("content", flat=True).first()
    return None if found is None else bytes(found)


async def pieces(pk: int) -> AsyncIterator[bytes]:
    """Yield the pieces one after the other: one megabyte is in memory at a time."""
    number = 0
    while (content := await sync_to_async(piece)(pk, number)) is not None:
        yield content
        number += 1
