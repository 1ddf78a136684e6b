"""How letters hang together: what answers, follows, forwards or repeats what, and what is cited but not held."""

from govah.consolidate.chains.holding import Correspondence, Holding
from govah.consolidate.chains.settlement import settle

__all__ = ["Correspondence", "Holding", "settle"]
