"""What a good garden is: one objective for every generator."""

import numpy as np

TERMS = ("potager_sun", "herbs_near", "flowers_on_street", "orchard_north", "service_near", "gathering_near", "shape", "path")
WEIGHTS = np.array([40.0, 10.0, 8.0, 9.0, 4.0, 6.0, 6.0, 2.0])
