"""What the door costs: CPU seconds, children included, for 1 and 10 small files, and for one large one.

Run with ``python -m benchmarks.files``.
"""

import json
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from geo.sources._files import read_all


def parcels(count: int) -> str:
    """Return a FeatureCollection of square parcels near Clamart, on one line as Etalab writes it."""
    side = 0.0003
    features = []
    for rank in range(count):
        west, south = 2.2 + side * (rank % 100), 48.7 + side * (rank // 100)
        ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
        properties = {"commune": "92023", "section": "A", "numero": str(rank), "contenance": 730}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append(
            {"type": "Feature", "id": f"920230000A{rank:04}", "properties": properties, "geometry": geometry}
        )
    return json.dumps({"type": "FeatureCollection", "features": features})


def cpu_s() -> float:
    """Return the CPU time of this process and of its dead children. [s]"""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure(name: str, files: Sequence[Path]) -> None:
    """Print the cost of reading some files at once."""
    cpu, wall = cpu_s(), time.perf_counter()
    readings = read_all(files)
    assert all(isinstance(reading, tuple) for reading in readings.values()), readings
    print(f"{name:<28} {cpu_s() - cpu:5.2f} CPU s  {time.perf_counter() - wall:5.2f} s")


def main() -> None:
    """Write the files, read them, print the costs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = [folder / f"small-{rank}.geojson" for rank in range(10)]
        for file in small:
            file.write_text(parcels(200), encoding="utf-8")
        large = folder / "large.geojson"
        large.write_text(parcels(100_000), encoding="utf-8")
        measure("1 file of 200 parcels", small[:1])
        measure("10 files of 200 parcels", small)
        (table,) = read_all([small[0]])[small[0]]  # type: ignore[misc]
        packed = [folder / f"small-{rank}.gpkg" for rank in range(10)]
        for file in packed:
            table.frame.to_file(file, driver="GPKG")
        measure("10 GeoPackages of 200 parcels", packed)
        measure("1 file of 100 000 parcels", [large])


if __name__ == "__main__":
    main()
