"""One module a theme: the layers of a territory → what they tell of its sites, and how well."""
