"""How much one file may ask of the machine before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What one file may cost.

    The defaults let through the largest cadastral commune and the largest departmental BD TOPO theme that we
    know of, on a machine with 8 GB; none comes from a standard.

    Attributes
    ----------
    file_bytes, unpacked_bytes
        Size on the disk, and in total once unpacked. [bytes]
    members, ratio, ratio_bytes
        Files in an archive; unpacked size over packed size, minded only beyond `ratio_bytes` unpacked.
    layers, features, columns, vertices
        Layers of one file; rows and columns of one layer; points of its geometries.
    raster_cells, block_bytes, cells_per_byte
        Cells of a raster; size of one of its blocks in memory [bytes]; cells declared for each byte of file.
    window_cells
        Cells of one window read at once.
    memory_bytes, cpu_s, wall_s
        What the reading process may use. [bytes, s, s]
    """

    file_bytes: int = 2 * 1024**3
    unpacked_bytes: int = 2 * 1024**3
    members: int = 1_000
    ratio: float = 200.0
    ratio_bytes: int = 10 * 1024**2
    layers: int = 200
    features: int = 5_000_000
    columns: int = 500
    vertices: int = 60_000_000
    raster_cells: int = 4_000_000_000
    block_bytes: int = 256 * 1024**2
    cells_per_byte: float = 2_000.0
    window_cells: int = 150_000_000
    memory_bytes: int = 6 * 1024**3
    cpu_s: int = 120
    wall_s: float = 180.0


LIMITS = Limits()
