"""Faults on purpose, in real processes: killed, starved of disk, damaged, fed nonsense, interrupted, moved elsewhere."""
