"""The units of this PC are kept with the store."""

import pytest

from anju_desktop.document.offices import Office
from anju_desktop.errors import StoreError
from anju_desktop.storage import offices
from anju_desktop.storage.store import Store

OFFICES = (Office("某县", "某县住房和城乡建设局", telephone="0000-1234567"), Office("某区"))


def test_units_come_back_as_they_were_entered(store: Store) -> None:
    store.set_setting("offices", offices.dump(OFFICES))
    assert offices.load(store.setting("offices")) == OFFICES
    assert store.settings() == {"offices": offices.dump(OFFICES)}


def test_there_are_none_in_a_new_store() -> None:
    assert offices.load("") == ()


def test_what_a_newer_program_added_is_passed_over() -> None:
    assert offices.load('[{"name": "某县", "fax": "1"}]') == (Office("某县"),)


@pytest.mark.parametrize("text", ["{", '["某县"]', "5", '[{"code": "1"}]'])
def test_what_cannot_be_read_is_said_in_a_sentence(text: str) -> None:
    with pytest.raises(StoreError, match="本单位信息"):
        offices.load(text)
