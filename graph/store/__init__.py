"""Built snapshots: made whole or not at all, opened read-only, one derived store for each lens."""
