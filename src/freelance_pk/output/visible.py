"""Text from files as people may see it: nothing in it moves a cursor, hides words or turns their order round."""

import re

# Control characters but for tab, line end and form feed; line ends of Unicode; what turns the order of letters;
# halves of surrogate pairs. Marks of direction and joiners stay: Urdu is written with them.
_UNSEEN = "[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
# The colours that our own screens have, and no other command to a terminal.
_COLOUR = "\x1b\\[(?:[012]|(?:1;)?3[1-6])m"


def visible(text: str) -> str:
    """Return a text with "?" for each character that a terminal or an editor would obey."""
    return text if text.isprintable() else re.sub(_UNSEEN, "?", text)


def visible_but_colours(text: str) -> str:
    """Return a text likewise, our own colours kept."""
    colours = re.findall(_COLOUR, text)
    plain = [visible(part) for part in re.split(_COLOUR, text)]
    return "".join(f"{part}{colour}" for part, colour in zip(plain, [*colours, ""], strict=True))
