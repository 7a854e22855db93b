"""What is measured of each site: one module a theme, one function an indicator.

Each takes the sites (and a layer) and returns one Series with the sites' index; missing means unknown.
"""
