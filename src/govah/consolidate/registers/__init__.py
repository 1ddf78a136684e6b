"""Registers of letters: books of an office in which it enters what it sends and receives. Sources, never letters."""

from govah.consolidate.registers.recogniser import fills, find_registers

__all__ = ["fills", "find_registers"]
