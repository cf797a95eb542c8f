"""Triggers that keep audit entries as they were written: no UPDATE, and no DELETE but with their whole account.

An entry may go once a receipt for its user is written, which `accounts.farewell` does first. A migration that changes
the table of entries or of receipts has to run `drop` before and `create` after: SQLite makes such a table anew, and
loses its triggers. A test asks the database whether they are there.
"""

from typing import Any

ENTRIES, RECEIPTS = "accounts_auditentry", "accounts_receipt"
UNCHANGEABLE, UNDELETABLE = "audit_entry_unchangeable", "audit_entry_undeletable"
NEVER_CHANGED = "audit entries are never changed"
ONLY_WITH_USER = "audit entries go only with their user, after the receipt"
NO_RECEIPT = f"NOT EXISTS (SELECT 1 FROM {RECEIPTS} WHERE user_pk = OLD.user_id)"  # noqa: S608 - names of ours

SQLITE = [
    f"CREATE TRIGGER {UNCHANGEABLE} BEFORE UPDATE ON {ENTRIES} BEGIN SELECT RAISE(ABORT, '{NEVER_CHANGED}'); END",
    f"CREATE TRIGGER {UNDELETABLE} BEFORE DELETE ON {ENTRIES} WHEN {NO_RECEIPT} "
    f"BEGIN SELECT RAISE(ABORT, '{ONLY_WITH_USER}'); END",
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            RAISE EXCEPTION '{NEVER_CHANGED}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF {NO_RECEIPT} THEN
            RAISE EXCEPTION '{ONLY_WITH_USER}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END $$""",
    f"CREATE TRIGGER {UNCHANGEABLE} BEFORE UPDATE ON {ENTRIES} FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()",
    f"CREATE TRIGGER {UNDELETABLE} BEFORE DELETE ON {ENTRIES} FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()",
]


def create(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers up; for migrations."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers down; for migrations."""
    on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {ENTRIES}"
    for name in (UNCHANGEABLE, UNDELETABLE):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
