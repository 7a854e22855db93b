"""Field checks that people wrote in the app. The parcels' own names hold them: they outlive any study."""

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import Engine, delete, insert, select

from geo.store.database import reading
from geo.store.keys import new_id, now
from geo.store.tables import CHECKS

COLUMNS = ("target", "subject", "value", "date", "author", "sureness", "remark")
"""Of the contract of field checks, in its order."""


def keep_check(store: Engine, check: Mapping[str, str]) -> str:
    """
    Keep a field check; an earlier one on the same subject stays, the later day wins.

    Parameters
    ----------
    check
        A text for each of `COLUMNS`.

    Returns
    -------
    id
        To take it back with.
    """
    name = new_id()
    with store.begin() as connection:
        connection.execute(insert(CHECKS).values(id=name, kept=now(), **{column: check[column] for column in COLUMNS}))
    return name


def take_back(store: Engine, check: str) -> None:
    """Forget a field check."""
    with store.begin() as connection:
        connection.execute(delete(CHECKS).where(CHECKS.c.id == check))


def checks_of(store: Engine, targets: Sequence[str]) -> pd.DataFrame:
    """
    Return the field checks of some sites and parcels, the earliest first.

    Parameters
    ----------
    targets
        Ids of sites and of parcels.

    Returns
    -------
    checks
        The columns of the contract, indexed by the id of each check.
    """
    asked = set(targets)
    with reading(store) as connection:
        rows = connection.execute(select(CHECKS).order_by(CHECKS.c.kept, CHECKS.c.id)).all()
    kept = [row for row in rows if row.target in asked]
    values = [[getattr(row, column) for column in COLUMNS] for row in kept]
    return pd.DataFrame(values, columns=list(COLUMNS), index=pd.Index([row.id for row in kept], name="id"), dtype="str")
