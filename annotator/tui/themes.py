"""Every colour of the screen around the article: the themes.

The article's own are in `palettes`, which the first frame need not wait for.
"""

from __future__ import annotations

from textual.theme import Theme

from annotator.tui.looks import Depth, Look

# What is chosen in a list, for a terminal without colours; elsewhere it has a ground.
_CHOSEN_WITHOUT_COLOUR = {"block-cursor-text-style": "bold reverse"}

DARK_THEME = Theme(
    name="annotator",
    primary="#77AADD",
    secondary="#99DDFF",
    accent="#EEDD88",
    success="#44BB99",
    warning="#EE8866",
    error="#FF7788",
    foreground="#E4E4E4",
    background="#16181C",
    surface="#1E2126",
    panel="#282C33",
    dark=True,
)
LIGHT_THEME = Theme(
    name="annotator-light",
    primary="#1F5F99",
    secondary="#2F7F9F",
    accent="#8A6D00",
    success="#1B7F5F",
    warning="#B04A20",
    error="#B02A3A",
    foreground="#1A1A1A",
    background="#FAFAF7",
    surface="#F0F0EC",
    panel="#E2E2DC",
    dark=False,
)

COLOURLESS_THEME = Theme(
    name="annotator-colourless",
    primary="#77AADD",
    variables=_CHOSEN_WITHOUT_COLOUR,
    dark=True,
)


def screen_theme(look: Look) -> Theme:
    """The theme of everything around the article."""
    if look.depth is Depth.NONE:
        return COLOURLESS_THEME
    return DARK_THEME if look.dark else LIGHT_THEME
