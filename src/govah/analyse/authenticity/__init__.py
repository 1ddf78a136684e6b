"""The authenticity panel: mechanical checks of one document, each with its reason, its places and its false alarms.

One file a check in `checks`; `panel` runs them. Nothing here adds outcomes up, and none of them decides.
"""

from govah.analyse.authenticity.panel import authenticate

__all__ = ["authenticate"]
