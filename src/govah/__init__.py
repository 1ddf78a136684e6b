"""Govah (گواه): an evidence workbench, from a leak to findings that anyone can check."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govah.case.case import Case

__all__ = ["Case"]


def __getattr__(name: str) -> Any:
    """`Case`, imported at its first use: a worker that only reads never loads the whole house."""
    if name == "Case":
        from govah.case.case import Case

        return Case
    raise AttributeError(name)
