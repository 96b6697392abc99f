"""Snapshots: the same inputs give the same id, nothing half-built is seen, damage is found."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from graph.errors import CollabError, DataInvalid
from graph.locks import held, marked
from graph.mapping.lens import Lens
from graph.mapping.ontology import Ontology
from graph.store.inputs import Inputs, find_inputs
from graph.store.snapshot import Workshop, verify
from tests.conftest import ROOT, WORLD


@pytest.fixture
def workshop(tables: Path) -> Workshop:
    return Workshop(find_inputs(tables))


def test_same_tables_same_id_wherever_they_stand(tables: Path, workshop: Workshop, ontology: Ontology) -> None:
    elsewhere = Workshop(find_inputs(WORLD)).build()
    assert workshop.build().id == elsewhere.id


def test_the_id_does_not_hang_on_hash_order(tmp_path: Path) -> None:
    program = (
        "from graph.store.inputs import find_inputs; from graph.store.snapshot import Workshop; from pathlib import Path;"
        f"print(Workshop(find_inputs(Path({str(WORLD)!r}))).build().id)"
    )
    ids = set()
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "COLLAB_STATE": str(tmp_path / seed)}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        ids.add(done.stdout)
    assert len(ids) == 1


def test_no_work_when_nothing_changed(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    first = workshop.build()
    monkeypatch.setattr(Workshop, "_build", lambda *_: pytest.fail("it built again"))
    assert Workshop(Inputs(workshop.inputs.data, workshop.inputs.ontology)).build().id == first.id


def test_a_changed_table_is_built_anew_and_the_old_snapshot_stays(tables: Path, workshop: Workshop) -> None:
    first = workshop.build()
    store = workshop.lens_store(first, Lens(date(2026, 11, 22)))
    path = tables / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Shared Desk", "Common Desk"), encoding="utf-8")
    second = Workshop(find_inputs(tables)).build()
    assert second.id != first.id
    assert len(store) > first.manifest["quads"]
    assert (first.folder / "base.nq").is_file()


def test_broken_tables_leave_the_last_good_snapshot(tables: Path, workshop: Workshop) -> None:
    first = workshop.build()
    (tables / "claims.csv").write_text("claim_id\n", encoding="utf-8")
    again = Workshop(find_inputs(tables))
    with pytest.raises(DataInvalid):
        again.build()
    current = again.current()
    assert current is not None
    assert current.id == first.id
    assert again.up_to_date() is None


def test_only_the_last_three_are_kept(tables: Path, workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.snapshot.KEPT_SECONDS", -1.0)
    path = tables / "entities.csv"
    original = path.read_text(encoding="utf-8")
    for name in ("One", "Two", "Three", "Four", "Five"):
        path.write_text(original.replace("Shared Desk", f"{name} Desk"), encoding="utf-8")
        last = Workshop(find_inputs(tables)).build()
    kept = {place.name for place in (workshop.root / "snap").iterdir()}
    assert len(kept) == 3
    assert last.id in kept


def test_a_second_builder_is_told_who_builds(workshop: Workshop) -> None:
    workshop.build()
    with (
        held(workshop.root / "BUILD.lock", wait=False),
        pytest.raises(CollabError, match=rf"process {os.getpid()}\)"),
    ):
        workshop.build(force=True, wait=False)


def test_a_builder_killed_half_way_leaves_no_trace_in_the_answer(tables: Path, workshop: Workshop) -> None:
    first = workshop.build()
    leftover = workshop.root / "new" / "abandoned" / "store"
    leftover.mkdir(parents=True)
    (leftover / "000007.sst").write_bytes(b"half")
    again = workshop.build(force=True)
    assert again.id == first.id
    assert not leftover.exists()


def test_a_large_store_is_merged_and_holds_the_same(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = workshop.build()
    small = set(workshop.lens_store(snapshot, Lens(date(2026, 11, 22))))
    shutil.rmtree(workshop.lens_place(snapshot, Lens(date(2026, 11, 22))).parent)
    monkeypatch.setattr("graph.store.snapshot._ONE_BATCH", 0)
    assert set(workshop.lens_store(snapshot, Lens(date(2026, 11, 22)))) == small
    assert verify(snapshot) == []


def test_verify_finds_a_flipped_bit(workshop: Workshop) -> None:
    snapshot = workshop.build(force=True)
    workshop.lens_store(snapshot, Lens(date(2026, 11, 22)))
    assert verify(snapshot) == []
    content = bytearray((snapshot.folder / "base.nq").read_bytes())
    content[len(content) // 2] ^= 4
    (snapshot.folder / "base.nq").write_bytes(content)
    assert "base.nq" in verify(snapshot)
    shutil.rmtree(snapshot.folder)


def test_a_damaged_store_is_said_to_be_damaged(workshop: Workshop) -> None:
    snapshot = workshop.build(force=True)
    lens = Lens(date(2025, 1, 1))
    workshop.lens_store(snapshot, lens)
    (place,) = (place for place in (snapshot.folder / "lens").glob("*/store") if (place / "CURRENT").is_file())
    (place / "CURRENT").unlink()
    with pytest.raises(DataInvalid, match="collab build --force"):
        workshop.lens_store(snapshot, lens)
    shutil.rmtree(snapshot.folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere, so a read-only folder cannot be tried")
def test_a_read_only_state_folder(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "locked"
    place.mkdir(mode=0o500)
    monkeypatch.setenv("COLLAB_STATE", str(place))
    with pytest.raises(CollabError, match="COLLAB_STATE"):
        Workshop(find_inputs(tables)).build()


def test_a_state_folder_that_is_a_file(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("COLLAB_STATE", str(tmp_path / "file"))
    with pytest.raises(CollabError, match="COLLAB_STATE"):
        Workshop(find_inputs(tables)).build()


def test_shipped_inputs_are_found() -> None:
    assert find_inputs().data == ROOT / "data"


def test_another_rule_is_another_version(tables: Path, tmp_path: Path, workshop: Workshop) -> None:
    ontology = Path(shutil.copytree(ROOT / "ontology", tmp_path / "ontology"))
    same = Workshop(Inputs(tables, ontology)).build()
    assert same.id == workshop.build().id
    (ontology / "rules" / "R22-collaborates.rq").unlink()
    other = Workshop(Inputs(tables, ontology))
    changed = other.build()
    assert changed.id != same.id
    lens = Lens(date(2026, 11, 22))
    assert len(other.lens_store(changed, lens)) < len(workshop.lens_store(same, lens))


@pytest.mark.parametrize("fault", ["cut", "empty", "gone"])
def test_a_damaged_file_of_quads_answers_nothing_and_force_repairs_it(workshop: Workshop, fault: str) -> None:
    snapshot = workshop.build(force=True)
    path = snapshot.folder / "base.nq"
    if fault == "gone":
        path.unlink()
    else:
        content = path.read_bytes()
        path.write_bytes(content[: content.index(b"\n", len(content) // 2) + 1] if fault == "cut" else b"")
    with pytest.raises(DataInvalid, match="collab build --force"):
        workshop.lens_store(snapshot, Lens(date(2001, 1, 1)))
    repaired = workshop.build(force=True)
    assert verify(repaired) == []
    assert len(workshop.lens_store(repaired, Lens(date(2001, 1, 1)))) > repaired.manifest["quads"]


def test_force_repairs_a_damaged_store(workshop: Workshop) -> None:
    snapshot = workshop.build(force=True)
    lens = Lens(date(2026, 11, 22))
    workshop.lens_store(snapshot, lens)
    (workshop.lens_place(snapshot, lens) / "CURRENT").unlink()
    with pytest.raises(DataInvalid, match="collab build --force"):
        workshop.lens_store(snapshot, lens)
    assert len(workshop.lens_store(workshop.build(force=True), lens)) > snapshot.manifest["quads"]


def test_work_in_progress_of_a_living_process_is_left_alone(workshop: Workshop) -> None:
    workshop.build()
    mine, dead = workshop.root / "new" / "a", workshop.root / "new" / "b"
    mine.mkdir()
    dead.mkdir()
    with marked(mine):
        workshop.build(force=True)
    assert mine.is_dir()
    assert not dead.exists()
    mine.rmdir()


@pytest.mark.parametrize("manifest", ["[]", "{}", "null", '"x"', "{"])
def test_a_manifest_that_is_none_is_built_anew(workshop: Workshop, manifest: str) -> None:
    snapshot = workshop.build(force=True)
    (snapshot.folder / "manifest.json").write_text(manifest, encoding="utf-8")
    assert Workshop(workshop.inputs).current() is None
    assert Workshop(workshop.inputs).build().id == snapshot.id
