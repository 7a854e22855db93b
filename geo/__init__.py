"""Jachère: find, choose and sketch solidarity gardens on fallow land."""
