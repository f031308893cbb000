"""node.toml: every fault named at once, nothing unknown passes."""

import stat

import pytest

from comity.kernel.country import Country
from comity.kernel.errors import BadInput, Conflict
from comity.node.base import founding, home, keyring
from comity.node.base.home import ParticipantEntry

PORTS = {"portal": 1, "desk": 2, "gateway": 3}
POLICE = ParticipantEntry("de-police", "Polizei (demonstration)", ("police",), Country("DE"))


def plan(**more) -> founding.Plan:
    return founding.Plan(
        **(
            {"name": 'A "node" (demonstration)', "country": "de", "ports": PORTS, "participants": [POLICE]}
            | more
        )
    )


def test_what_was_founded_can_be_read(tmp_path):
    made = founding.found(tmp_path / "de", plan())
    assert made == home.read(tmp_path / "de")
    assert (made.country, made.name, made.demonstration, made.scheme) == (
        "DE",
        'A "node" (demonstration)',
        False,
        "https",
    )
    assert made.address("desk") == "https://desk.de.localhost"
    assert made.participants == (POLICE,)


def test_every_secret_is_for_its_owner_only(tmp_path):
    made = founding.found(tmp_path / "de", plan())
    for path in made.keys.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_founding_twice_is_refused_and_changes_nothing(tmp_path):
    made = founding.found(tmp_path / "de", plan())
    before = {path: path.read_bytes() for path in made.path.rglob("*") if path.is_file()}
    with pytest.raises(Conflict, match="already holds a node"):
        founding.found(tmp_path / "de", plan())
    assert before == {path: path.read_bytes() for path in made.path.rglob("*") if path.is_file()}


def test_all_faults_are_named_at_once(tmp_path):
    made = founding.found(tmp_path / "de", plan())
    file = made.path / "node.toml"
    text = (
        file.read_text()
        .replace('country = "DE"\nzone = "UTC"', 'contry = "DE"\nzone = "Mars/Base"')
        .replace("port = 2", "port = 0")
    )
    file.write_text(text.replace('scheme = "https"', 'scheme = "ftp"'))
    with pytest.raises(BadInput) as refused:
        home.read(made.path)
    said = str(refused.value)
    for part in (
        "node.contry",
        "Did you mean 'country'",
        "Mars/Base",
        "doors.desk.port",
        "http or https",
        "node.country",
    ):
        assert part in said


@pytest.mark.parametrize("text", ["", "no toml [", "[node]\nname = 3"])
def test_what_is_no_node_is_refused_in_words(tmp_path, text):
    (tmp_path / "node.toml").write_text(text)
    with pytest.raises(BadInput):
        home.read(tmp_path)
    with pytest.raises(BadInput, match="comity node init"):
        home.read(tmp_path / "nowhere")


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(Conflict, match="cannot hold a node"):
            founding.found(path, plan())


def test_a_bad_participant_leaves_no_node(tmp_path):
    bad = ParticipantEntry("Police!", "x", ("police",), Country("DE"))
    unknown = ParticipantEntry("de-x", "x", ("wizard",), Country("DE"))
    for entry in (bad, unknown):
        with pytest.raises(BadInput):
            founding.found(tmp_path / "de", plan(participants=[entry]))
        assert not (tmp_path / "de" / "node.toml").exists()


def test_an_external_database_leaves_its_password_in_keys_only(tmp_path):
    made = founding.found(
        tmp_path / "de", plan(database_url="postgresql://boss:s%20cret@db.example:5433/law")
    )
    assert (made.database.server, made.database.name) == ("db.example:5433", "law")
    assert "s cret" not in (made.path / "node.toml").read_text()
    assert keyring.read_secret(made, "database", "admin") == "boss\ns cret"
    with pytest.raises(BadInput, match="DATABASE_URL"):
        founding.found(tmp_path / "fr", plan(database_url="mysql://x"))
