"""Texts that break layouts: every kind of character that has its own rule somewhere."""

from hypothesis import strategies as st

NASTY = (
    "\n", "\r\n", "\r", "\t", " ", "  ", "\x1b[2J", "\x9b", "\x07", "\x7f", "\x85", "\u2028",
    "\u2029", "\u202e", "\u2067", "\u200b", "\u200c", "\u200d", "\ufeff", "\xad", "\u00a0",
    "\u202f", "\u0301", "e\u0301", "日本語", "한국", "\u1112\u1161\u11ab", "👩‍👩‍👧‍👦", "👍🏽",
    "🏽", "❤️", "\ufe0f", "1️⃣", "🇫🇷", "🇫", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\U000e0041", "क्षत्रिय", "क्‍ष",
    "กำ", "நி", "שלום", "مَرْ", "\u0600", "\ue000", "[bold]", "[/", "l’OTAN", "États-Unis",
    "1\u202f000", "anticonstitutionnellement", "ℹ", "©", "\u034f", "ﾞ", "\u1161", "\u11ab",
    "မြန်မာ", "\u102c",
)  # fmt: skip

DRAWN_AS_ONE = r"\X(?:(?=\p{M})\X)*"
"""A grapheme and those behind it that begin with a vowel sign and take no cell."""

nasty_text = st.lists(
    st.sampled_from(NASTY) | st.text("abé ,.-’'", max_size=12) | st.text(max_size=4), max_size=25
).map("".join)
