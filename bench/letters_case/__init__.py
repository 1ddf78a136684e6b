"""Cases of letters with known truth, scored through the contract of the command line."""
