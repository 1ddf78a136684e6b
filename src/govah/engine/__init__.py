"""Stages by dotted name, executors and the sandboxed worker."""
