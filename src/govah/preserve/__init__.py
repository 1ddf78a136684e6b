"""The vault: admission, the log, checkpoints, the one verifier."""
