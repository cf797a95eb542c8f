"""What conversations leave behind: kept, found again, shared, forgotten."""
