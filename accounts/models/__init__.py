"""Who someone is, their programs' keys, what was changed, what they may spend, and the requests they may repeat."""

from accounts.models.api_keys import ApiKey
from accounts.models.archives import Archive, ArchivePiece
from accounts.models.audit import AuditEntry, Receipt
from accounts.models.idempotency import IdempotentRequest
from accounts.models.spending import ModelUse, ProviderAlert, SpendingDay
from accounts.models.user import EVERY_DAY, User, UserManager

__all__ = [
    "EVERY_DAY",
    "ApiKey",
    "Archive",
    "ArchivePiece",
    "AuditEntry",
    "IdempotentRequest",
    "ModelUse",
    "ProviderAlert",
    "Receipt",
    "SpendingDay",
    "User",
    "UserManager",
]
