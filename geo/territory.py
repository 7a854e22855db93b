"""A folder of official files made into one territory: checked, dated, in one metric CRS.

::

    parcels/ layers/ ──inventory──▶ findings ──joining──▶ layers, rasters
                                       └─────────────────▶ health table
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from geo.errors import SourceError
from geo.messages import N_, Message, Value
from geo.models import Health, HealthRow, Role, Territory
from geo.sources import manifest as manifests
from geo.sources.absence import absence
from geo.sources.inventory import Finding, take_inventory
from geo.sources.joining import each_once, frames_of, in_one_plane, joined, tiles
from geo.sources.manifest import FileRecord, Manifest

METRIC_CRS = MappingProxyType(
    {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "975": 4467, "976": 4471, "977": 5490, "978": 5490}
)
"""Official metric CRS overseas (EPSG), by the first three digits of the communes."""
MAINLAND_CRS = 2154

_USABLE = frozenset({Health.SOUND, Health.REPAIRED})
_LOST = Message(N_("The manifest describes this file, which is not in the folder."))


def open_territory(folder: Path) -> Territory:
    """
    Read a folder of official files.

    Parameters
    ----------
    folder
        Holds `parcels/`, `layers/` and, if wished, `MANIFEST.toml`. Without these two sub-folders, the files that lie
        directly in it are read.

    Returns
    -------
    territory
        Its layers in one metric CRS, and the health of every file and role.

    Raises
    ------
    SourceError
        The folder is not there, its manifest is wrong, or no file holds usable parcels.
    """
    if not folder.is_dir():
        remedy = Message(N_("Choose the folder that holds “parcels” and “layers”."))
        raise SourceError(Message(N_("This folder does not exist.")), where=str(folder), remedy=remedy)
    manifest = manifests.read_manifest(folder)
    inventory = take_inventory(folder, manifest)
    crs = metric_crs(_communes_of_parcels(inventory, folder))
    findings = in_one_plane(each_once(inventory), crs)
    return Territory(
        name=manifest.name or folder.resolve().name,
        folder=folder,
        crs=crs,
        fictional=manifest.fictional,
        layers=MappingProxyType(joined(findings)),
        rasters=MappingProxyType(tiles(findings)),
        health=health(findings, manifest),
        digest=_digest(folder, findings),
    )


def write_manifest(territory: Territory) -> None:
    """
    Write the territory's `MANIFEST.toml` from what was found in its files.

    Parameters
    ----------
    territory
        A territory just opened.

    Raises
    ------
    SourceError
        The folder cannot be written to.
    """
    records = [FileRecord(row.role, row.provenance) for row in territory.health if row.role and row.provenance]
    try:
        manifests.write_manifest(territory.folder, territory.name, records, fictional=territory.fictional)
    except OSError as error:
        raise SourceError(
            Message(N_("The manifest cannot be written.")),
            where=str(territory.folder / manifests.NAME),
            remedy=Message(N_("Ask for the right to write in this folder, or copy it elsewhere.")),
        ) from error


def metric_crs(communes: pd.Series) -> str:
    """
    Return the official metric CRS of the place where most of the parcels are.

    Parameters
    ----------
    communes
        INSEE code of each parcel.

    Examples
    --------
    >>> metric_crs(pd.Series(["92023", "92007"])), metric_crs(pd.Series(["97411"]))
    ('EPSG:2154', 'EPSG:2975')
    """
    most = communes.str[:3].map(METRIC_CRS).fillna(MAINLAND_CRS).mode().iloc[0]
    return f"EPSG:{int(most)}"


def health(findings: Sequence[Finding], manifest: Manifest) -> tuple[HealthRow, ...]:
    """
    Return one row per file and layer, per declared file that is not there, and per missing role.

    Parameters
    ----------
    findings
        The inventory of the territory, its files made to agree.
    manifest
        What is declared of its files.
    """
    rows = tuple(_row(finding) for finding in findings)
    files = {finding.file for finding in findings}
    lost = [declared for declared in manifest.file if declared.path not in files]
    absent = tuple(HealthRow(Health.MISSING, declared.role, declared.path, notes=(_LOST,)) for declared in lost)
    held = {row.role for row in rows if row.state in _USABLE}
    missing = tuple(HealthRow(Health.MISSING, role, notes=absence(role)) for role in Role if role not in held)
    return rows + absent + missing


def _row(finding: Finding) -> HealthRow:
    if finding.refusal:
        remedy = (finding.refusal.remedy,) if finding.refusal.remedy else ()
        notes = (finding.refusal.reason, *remedy, *finding.remarks)
        return HealthRow(Health.REFUSED, None, finding.file, notes=notes)
    state = Health.REPAIRED if finding.repairs else Health.SOUND
    notes = finding.repairs + finding.remarks
    if finding.layer:
        layer, features = finding.layer, len(finding.layer.frame)
        return HealthRow(state, layer.role, finding.file, features, finding.crs, layer.provenances[0], notes)
    if finding.raster:
        raster, cells = finding.raster, finding.raster.width * finding.raster.height
        return HealthRow(state, raster.role, finding.file, cells, finding.crs, raster.provenance, notes)
    return HealthRow(Health.UNRECOGNISED, None, finding.file, notes=finding.remarks)


def _communes_of_parcels(findings: Sequence[Finding], folder: Path) -> pd.Series:
    known = [frame["commune"] for frame in frames_of(findings, Role.PARCELS) if len(frame)]
    if known:
        return pd.concat(known)
    remedy = absence(Role.PARCELS)[1]
    refused = next((finding.refusal for finding in findings if finding.refusal), None)
    if refused is None:
        raise SourceError(Message(N_("The folder holds no parcels.")), where=str(folder), remedy=remedy)
    values: dict[str, Value] = {"file": refused.where, "reason": refused.reason}
    reason = Message(N_("The folder holds no usable parcels. First file refused: {file}: {reason}"), values)
    raise SourceError(reason, where=str(folder), remedy=refused.remedy or remedy)


def _digest(folder: Path, findings: Sequence[Finding]) -> str:
    declared = folder / manifests.NAME
    contents = {finding.file: finding.digest for finding in findings}
    text = "".join(f"{name}\0{digest}\n" for name, digest in sorted(contents.items()))
    seal = hashlib.sha256(text.encode())
    seal.update(declared.read_bytes() if declared.is_file() else b"")
    return seal.hexdigest()
