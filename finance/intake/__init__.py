"""From a statement file to rows of the ledger: read, told apart from what is known, written whole or not at all."""
