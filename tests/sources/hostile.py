"""Files made to do harm, and the good ones that they imitate."""

import gzip
import io
import json
import sqlite3
import struct
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

SECRET = "MOT-DE-PASSE-DE-LA-MAIRIE"
SQUARE = [[[2.26, 48.80], [2.27, 48.80], [2.27, 48.81], [2.26, 48.80]]]


def collection(*geometries, properties=None, **members):
    features = [
        {"type": "Feature", "properties": properties or {"rang": rank}, "geometry": geometry}
        for rank, geometry in enumerate(geometries)
    ]
    return {"type": "FeatureCollection", **members, "features": features}


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def point(x, y):
    return {"type": "Point", "coordinates": [x, y]}


def write_geojson(path: Path, document, *, encoding="utf-8") -> Path:
    path.write_bytes(json.dumps(document, ensure_ascii=False).encode(encoding))
    return path


def linked_crs(address: str):
    crs = {"type": "link", "properties": {"href": f"{address}/crs.txt", "type": "proj4"}}
    return collection(polygon(*SQUARE), crs=crs)


def vrt(source: str) -> str:
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"


def raster_vrt(source: str) -> str:
    pixels = f"<SimpleSource><SourceFilename>{source}</SourceFilename></SimpleSource>"
    band = f'<VRTRasterBand dataType="Byte" band="1">{pixels}</VRTRasterBand>'
    return f'<VRTDataset rasterXSize="1" rasterYSize="1">{band}</VRTDataset>'


def mrf(target: str) -> str:
    return (
        f'<MRF_META><CachedSource><Source>{target}</Source></CachedSource><Raster><Size x="512" y="512"/>'
        f"<PageSize x='512' y='512'/><DataFile>{target}</DataFile></Raster></MRF_META>"
    )


def gdalg(source: str):
    return {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {source} ! write x"}


def zip_of(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def zip_with_link(path: Path, target: str) -> Path:
    link = zipfile.ZipInfo("data.geojson")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, target)
    return path


def tar_of(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:bz2") as archive:
        for entry, content in members:
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def tar_link(name: str, target: str) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type = tarfile.SYMTYPE
    entry.linkname = target
    return entry


def bomb(path: Path, megabytes: int) -> Path:
    with gzip.open(path, "wb", compresslevel=9) as stream:
        for _ in range(megabytes):
            stream.write(b" " * (1 << 20))
    return path


def tiff_header(width: int, height: int) -> bytes:
    """A TIFF of 150 bytes that says how large it is and holds nothing."""
    entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 32), (259, 3, 1, 1), (277, 3, 1, 1), (339, 3, 1, 3)]
    entries += [(273, 4, 1, 8), (278, 4, 1, height), (279, 4, 1, 8)]
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    content = b"II*\0" + struct.pack("<IH", 8, len(entries)) + body + b"\0\0\0\0"
    return content.ljust(150, b"\0")


def geopackage_with_view(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, identifier TEXT, srs_id INT)")
        connection.execute("INSERT INTO gpkg_contents VALUES ('endless', 'attributes', 'endless', 0)")
        endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS fid FROM n"
        connection.execute(f"CREATE VIEW endless AS {endless}")
        connection.commit()
    return path


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """Serve on the loopback and record every request: none is expected."""
    requests: list[str] = []

    class Recorder(BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"+proj=longlat")

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Recorder)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
