import threading

import pytest

from geo.errors import StoreError
from geo.store.studies import ConflictError, read, save, save_new, saved


@pytest.fixture
def study(store):
    return save_new(store, name="Valmartin", territory="Val-Fiacre", document='{"profile": "elu"}', author="Ana")


def test_a_study_is_read_as_it_was_saved(store, study):
    assert read(store, study.id) == study
    assert (study.version, study.author) == (1, "Ana")


def test_saving_again_counts_the_versions(store, study):
    later = save(store, study, document="{}", author="Brice")
    assert (later.version, later.document, later.author) == (2, "{}", "Brice")
    assert read(store, study.id) == later


def test_two_people_see_the_conflict_and_nothing_is_written_over(store, study):
    first = save(store, study, document='{"by": "Ana"}', author="Ana")
    with pytest.raises(ConflictError, match="Ana saved this study"):
        save(store, study, document='{"by": "Brice"}', author="Brice")
    assert read(store, study.id) == first


def test_of_many_who_save_at_once_exactly_one_does(store, study):
    refused, start = [], threading.Barrier(8)

    def edit(number):
        start.wait()
        try:
            save(store, study, document=str(number))
        except ConflictError:
            refused.append(number)

    threads = [threading.Thread(target=edit, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7
    assert read(store, study.id).version == 2


def test_the_latest_comes_first(store, study):
    other = save_new(store, name="Les Aulnes", territory="Val-Fiacre", document="{}")
    again = save(store, study, document="{}")
    assert saved(store) == (again, other)


def test_an_unknown_study_is_told(store):
    with pytest.raises(StoreError, match="not saved here"):
        read(store, "nothing")
