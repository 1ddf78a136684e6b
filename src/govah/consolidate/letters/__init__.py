"""Letters between offices, recognised on their pages by the rules of the genre. A letter is a lead, no decision."""

from govah.consolidate.letters.method import METHOD
from govah.consolidate.letters.recogniser import recognise
from govah.consolidate.letters.wire import letter_from_json, letter_to_json

__all__ = ["METHOD", "letter_from_json", "letter_to_json", "recognise"]
