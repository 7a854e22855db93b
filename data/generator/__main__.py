"""Write the demonstration territory: `python -m data.generator [folder]`."""

import sys
from pathlib import Path

from data.generator.town import SEED, town
from data.generator.writing import write_territory


def main(folder: Path) -> None:
    """Write the town into a folder."""
    entries = write_territory(town(SEED), folder, seed=SEED)
    size = sum((folder / path).stat().st_size for path in {entry.path for entry in entries})
    sys.stdout.write(f"{len(entries)} layers, {size / 1e6:.1f} MB in {folder}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1])
