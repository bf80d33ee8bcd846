"""Values that tell a wrong answer from a right one, in one place: every lesson's checks draw from here, on purpose.

A value that no check ever sends is a fault that no check ever finds: a quote, a letter of another case, a sold-out
book.  `judge.shop` puts the harmless ones into whatever it makes; the others are drawn where a check asks for them.
"""

LONGEST = 200
"""Characters that an email, a name and a title may have."""

LONGEST_ISBN = 20
"""Characters that an ISBN may have."""

TEXTS = (
    "O'Brien",
    "50%",
    "a_b",
    'the "Best"',
    "back\\slash",
    "Ærø 書",
    "-- no; comment",
    ":name {brace} %s ? $1",
)
"""Ends of names and titles."""

IN_EMAILS = ("'s", "_x", "%", "+tag", ".Mixed", "")
"""Ends of the part of an address that stands before the @."""

IN_FILES = ("\\N", "\\.", "a\tb", "a\nb", "a\r\nb", "a\\tb", '"a"', "a,b", "a\\", "é 書")
"""Ends of titles that a text file or COPY must not take for its own signs."""

INJECTIONS = (
    "' OR '1'='1",
    "%' OR 1=1 --",
    "'; DELETE FROM users; --",
    "' UNION SELECT email FROM users --",
    '" OR ""="',
)
"""What somebody types who hopes that it becomes SQL."""

ALL_INJECTIONS = f" {'  '.join(INJECTIONS)} "
"""As one text, with spaces that are nobody's to trim: for what is stored as it was typed."""
