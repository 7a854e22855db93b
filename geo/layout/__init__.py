"""From a site to a garden: programme, generators, furniture, rules, sketch."""
