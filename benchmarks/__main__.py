"""Print the figures of every benchmark: `make bench`."""

import runpy

MODULES = ("files", "screen", "judgement", "maps", "app", "sunlight", "layout", "dossier", "meeting", "killed")

if __name__ == "__main__":
    for name in MODULES:
        print(f"\n== {name} ==", flush=True)
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
