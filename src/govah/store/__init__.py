"""The only SQL, and the only room that opens files inside the case folder."""
