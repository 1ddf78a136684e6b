"""The text of a born-digital PDF page in logical order, from where its glyphs stand.

The order in which a file stores its glyphs is used only to break ties: producers store right-to-left text in visual
order, in logical order, or in both on one page. So a page that holds a right-to-left letter goes this way:

glyphs (`interpreter`, else `characters`) → units (`units`) → lines (`lines`) → words (`words`, `joiners`) → blocks
in reading order (`layout`) → logical order of each line (`direction`, `bidi`) → text and boxes (`compose`).

All other pages take the short way of `plain`.
"""
