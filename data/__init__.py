"""The demonstration territory and the generator that writes it."""
