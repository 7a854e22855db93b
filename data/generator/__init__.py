"""The fictional agglomeration of Val-Fiacre: a town made from one seed, written in the official French formats."""
