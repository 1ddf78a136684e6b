"""What became of proposals: passages of later papers that decide on them. Leads; a person judges."""

from govah.consolidate.chains.outcomes.settlement import proposal_outcomes

__all__ = ["proposal_outcomes"]
