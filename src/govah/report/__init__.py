"""From a draft with citations to a published report."""
