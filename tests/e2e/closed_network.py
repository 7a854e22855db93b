"""What a page may not ask for when the network is closed."""

import re

OUTSIDE = re.compile(r"^(?!(data|blob|file|about):|(http|ws)s?://(127\.0\.0\.1|localhost|\[::1\])[:/])")
