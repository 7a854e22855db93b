"""Official files to layers: the only place that knows formats, paths and the network."""
