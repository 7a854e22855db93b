"""Maps, charts, plans and words: what the study looks like, in the user's language."""
