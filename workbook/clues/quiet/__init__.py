"""Clues in a source alone: what raises nothing, and is hardly ever meant.  `suspects` asks all the readers here."""
