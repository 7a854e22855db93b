"""The pages: widgets, one call, display."""
