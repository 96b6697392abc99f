"""The curator's bench: documents frozen, tables written back, claims suggested, passages found again."""
