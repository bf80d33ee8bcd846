"""A roster and a class: who handed in what, who nothing, and nothing guessed between two people."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.classroom import roster
from checker.classroom.matching import match
from checker.intake.arrivals import entries
from checker.intake.gradescope_export import owners
from checker.reports.roll import CANVAS, MOODLE, Roll

NAME = "ex00_start_here"
CANVAS_EXPORT = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Lab 1 (4711),Current Score\r\n"
    "    Points Possible,,,,,10,(read only)\r\n"
    '"Okafor, Amara",101,s1,amara@uni.example,A,,90\r\n'
    '"Lindqvist, Björn",102,s2,bjorn@uni.example,A,,80\r\n'
    '"Student, Test",999,,xyz,A,,\r\n'
)
MOODLE_SHEET = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    "Participant 201,Amara Okafor,amara@uni.example,Submitted for grading - 1 hour late,,10.00,Yes,"
    '"Wednesday, 10 June 2026, 2:14 PM",-,\n'
    "Participant 202,Björn Lindqvist,bjorn@uni.example,No submission,,10.00,Yes,-,-,\n"
)


def called(folder: Path, text: str, *names: str) -> Roll:
    """The roll of a class with these folders, and of a roster with this text."""
    (folder / "in").mkdir()
    for name in names:
        (folder / "in" / name).write_text("x = 1\n") if name.endswith(".py") else (folder / "in" / name).mkdir()
    (folder / "roster.csv").write_bytes(text.encode())
    table, people = roster.read(folder / "roster.csv")
    return match(entries(folder / "in"), table, people, owners(folder / "in"))


def who(roll: Roll) -> dict[str, str]:
    return {learner: person.shown for learner, person in roll.persons.items()}


SPELLINGS = ["amara", "s-1", "S-1", "Amara Okafor", "okafor_amara", "OkaforAmara", "week3-amara", "a-m"]


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_person_is_known_by_id_user_name_address_or_name(tmp_path: Path, name: str):
    row = "Amara;Okafor;a-m@uni.example;amara;s-1"
    roll = called(tmp_path, f"First name;Last name;E-mail;User;Student ID\n{row}\n", name)
    assert who(roll) == {name: "Amara Okafor"}
    assert roll.missing == []


@pytest.mark.parametrize(
    "header",
    [
        "First name;Last name;E-mail address",
        "Vorname;Nachname;E-Mail-Adresse",
        "Prénom;Nom;Adresse de courriel",
        "Nombre;Apellido(s);Dirección de correo",
        "Nome;Cognome;Indirizzo email",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_platforms_columns_are_known_in_its_language(tmp_path: Path, header: str, encoding: str):
    (tmp_path / "r.csv").write_bytes(f"{header}\nAna;Ünal;a@uni.example\n".encode(encoding))
    [person] = roster.read(tmp_path / "r.csv")[1]
    assert (person.name, person.email) == ("Ana Ünal", "a@uni.example")


@pytest.mark.parametrize(
    "row",
    ["Identifier,Full name\nParticipant 201,Amara", 'ID,"Vollständiger Name"\n"Teilnehmer/in201",Amara'],
    ids=["English", "German"],
)
def test_moodles_number_of_a_person_is_known_in_its_language(tmp_path: Path, row: str):
    roll = called(tmp_path, f"{row}\n", "A. Okafor_201_assignsubmission_file_")
    assert who(roll) == {"A. Okafor (201)": "Amara"}


def test_who_is_not_on_it_is_named(tmp_path: Path):
    roll = called(tmp_path, "Name;E-mail\nAmara Okafor;a@uni.example\n", "amara@uni.example")
    assert roll.strangers == {"amara@uni.example": "nobody on the roster has this name, id or address"}
    assert [person.shown for person in roll.missing] == ["Amara Okafor"]


def test_canvas_export_and_its_flat_download(tmp_path: Path):
    roll = called(tmp_path, CANVAS_EXPORT, f"okaforamara_101_5001_{NAME}.py", f"nobodysue_LATE_555_5002_{NAME}.py")
    assert roll.table.form == CANVAS
    assert who(roll) == {"okaforamara (101)": "Okafor, Amara"}
    assert [person.shown for person in roll.missing] == ["Lindqvist, Björn"], "neither the points nor the test student"
    assert set(roll.strangers) == {"nobodysue (555)"}


def test_moodles_grade_sheet_says_when_and_that_it_was_late(tmp_path: Path):
    roll = called(tmp_path, MOODLE_SHEET, "Amara Okafor_201_assignsubmission_file_")
    assert roll.table.form == MOODLE
    [person] = roll.persons.values()
    assert (person.name, person.handed_in, person.late) == ("Amara Okafor", "Wednesday, 10 June 2026, 2:14 PM", True)
    assert [(each.name, each.handed_in, each.late) for each in roll.missing] == [("Björn Lindqvist", "", False)]


@pytest.mark.parametrize(
    "name",
    ["Lab_1_a_o_attempt_2026-11-01-09-00-00_x.py", "Okafor, A.(a_o)", "Okafor_Amara_a_o_4711"],
    ids=["Blackboard", "Sakai", "ILIAS"],
)
def test_a_platforms_user_name_stands_among_other_words(tmp_path: Path, name: str):
    roll = called(tmp_path, "Name,User name\nAmara Okafor,a_o\nBen Okafor,o\n", name)
    assert [person.user for person in roll.persons.values()] == ["a_o"]


def test_gradescopes_own_list_says_whose_a_folder_is(tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "submission_metadata.yml").write_text(
        "submission_1:\n  :submitters:\n  - :name: Amara Okafor\n    :sid: 's1'\n    :email: amara@uni.example\n"
        "  :created_at: 2026-11-01 10:00:00.000000000 Z\n"
        "submission_2:\n  :submitters:\n  - :name: A\n    :sid: '1'\n  - :name: B\n    :sid: '2'\n"
    )
    for name in ("submission_1", "submission_2"):
        (tmp_path / "in" / name).mkdir()
    (tmp_path / "r.csv").write_text("Name,SID,Role\nAmara O.,s1,Student\nA,1,\nB,2,Student\nT,3,TA\n")
    table, people = roster.read(tmp_path / "r.csv")
    arrived = entries(tmp_path / "in").of(owners(tmp_path / "in"))
    roll = match(arrived, table, people, arrived.owners)
    assert who(roll) == {"submission_1": "Amara O."}
    assert roll.strangers == {"submission_2": "handed in by A and B together: give each of them its points"}
    assert roll.missing == [], "neither who handed in with another, nor who teaches"
    assert [entry.handed_in for entry in arrived] == ["2026-11-01 10:00:00", ""]


@pytest.mark.parametrize(
    ("rows", "names", "unclear"),
    [
        ("Ana Silva,a1\nAna Silva,a2\n", ["Ana Silva"], 2),
        ("Ana Silva,a1\n", ["Ana Silva", "a1"], 1),
        ("Li Chen,a1\nChen Li,a2\n", ["lichen_7_8_ex00_start_here.py"], 2),
        ("Ana Silva,7\nBo Lund,8\n", ["Bo Lund_7_assignsubmission_file_"], 2),
    ],
    ids=["two of a name", "two entries of one", "first and last turned", "number and name of two"],
)
def test_nothing_is_guessed_between_two(tmp_path: Path, rows: str, names: list[str], unclear: int):
    roll = called(tmp_path, f"name,id\n{rows}", *names)
    assert roll.persons == {}
    assert len(list(roll.unclear())) == unclear
    assert roll.missing == [], "nobody is said to have handed in nothing who may have"
    assert all("may be" in why for why in roll.strangers.values())


def test_a_written_name_tells_two_apart_whose_words_are_turned(tmp_path: Path):
    roll = called(tmp_path, "name,id\nLi Chen,a1\nChen Li,a2\n", "Li Chen")
    assert [person.ids for person in roll.persons.values()] == [("a1",)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"points,comment\n1,x\n", "it needs a column name"),
        (b"name\n\n", "names nobody"),
        (b"PK\x03\x04rest", "save the table as CSV"),
    ],
)
def test_what_is_no_roster_is_told(tmp_path: Path, content: bytes, words: str):
    (tmp_path / "r.csv").write_bytes(content)
    with pytest.raises(roster.NoRoster, match=words):
        roster.read(tmp_path / "r.csv")


def test_a_title_above_the_header_and_marks_against_spreadsheets(tmp_path: Path):
    (tmp_path / "r.csv").write_text(
        '"Lab 1","Points"\n\n"Display ID","ID","Last Name","First Name"\n#a,#007,Okafor,Amara\n'
    )
    _, [person] = roster.read(tmp_path / "r.csv")
    assert (person.name, person.ids) == ("Amara Okafor", ("007",))


def test_other_encodings_and_the_same_person_twice(tmp_path: Path):
    (tmp_path / "r.csv").write_bytes("Name\tID\r\nÉva Ødegård\t1\r\nÉva Ødegård\t1\r\n".encode("utf-16"))
    table, people = roster.read(tmp_path / "r.csv")
    assert ([person.name for person in people], len(table.rows)) == (["Éva Ødegård"], 2)
