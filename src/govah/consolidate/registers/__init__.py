"""Registers of letters: books of an office in which it enters what it sends and receives. Sources, never letters."""

from govah.consolidate.registers.recogniser import find_registers, letters_beside

__all__ = ["find_registers", "letters_beside"]
