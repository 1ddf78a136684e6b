"""Numbers of a scanned page read a second time, by a small network that knows digits and nothing else."""
