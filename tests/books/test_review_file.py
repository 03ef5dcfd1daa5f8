"""review.toml: strict when read, whole when written, and the user's own words left alone."""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.books.review import (
    _edited,
    _text_of,
    load_answers,
    pasted,
    save_answers,
    with_answers,
    without_answers,
)
from freelance_pk.model.errors import InputRefusedError, UsageError
from freelance_pk.model.review import Answer, Answers, CreditRule

BROTHER = Answer("credit-5k2f9t3x1z", "family", about="2026-02-14 SadaPay", note="my brother")
SPLIT = Answer(
    "withdrawal-abcdefgh12", "arrived", ("credit-aaaaaaaaaa", "credit-bbbbbbbbbb"), day=date(2026, 3, 4)
)
BILAL = CreditRule("BILAL KHAN", "family")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "review.toml"


def test_what_is_saved_is_loaded(path: Path) -> None:
    wanted = save_answers(path, lambda known: with_answers(known, (BROTHER, SPLIT), (BILAL,)))

    assert load_answers(path) == wanted == Answers({BROTHER.id: BROTHER, SPLIT.id: SPLIT}, (BILAL,))


def test_an_answer_taken_back_is_gone_and_the_others_stay(path: Path) -> None:
    save_answers(path, lambda known: with_answers(known, (BROTHER, SPLIT), (BILAL,)))
    save_answers(path, lambda known: without_answers(known, (SPLIT.id, "BILAL KHAN")))

    assert load_answers(path) == Answers({BROTHER.id: BROTHER})
    with pytest.raises(UsageError, match="has no answer"):
        save_answers(path, lambda known: without_answers(known, (SPLIT.id,)))


def test_comments_and_tables_of_the_user_survive_a_change(path: Path) -> None:
    path.write_text(
        "# mine\n\n[[answer]]  # asked him on the phone\n"
        f'id = "{BROTHER.id}"\nanswer = "family"  # sure\n\n'
        f'[[ answer ]]\nid = "{SPLIT.id}"\nanswer = "spent"\n# end of it\n',
        encoding="utf-8",
    )
    save_answers(path, lambda known: with_answers(known, (SPLIT,)))

    text = path.read_text(encoding="utf-8")
    assert "# mine" in text
    assert 'answer = "family"  # sure' in text
    assert "spent" not in text
    assert load_answers(path).by_id[SPLIT.id] == SPLIT


def test_answers_written_as_one_list_are_changed_too(path: Path) -> None:
    # Valid TOML, but not cut by tables: the file is written anew rather than wrongly.
    path.write_text(f'answer = [{{ id = "{BROTHER.id}", answer = "gift" }}]\n', encoding="utf-8")
    save_answers(path, lambda known: with_answers(known, (SPLIT,)))

    assert set(load_answers(path).by_id) == {BROTHER.id, SPLIT.id}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[answer]]\nid = "credit-5k2f9t3x1z"\nanswr = "family"\n', "'answr' is no key"),
        ('[[answers]]\nid = "x"\n', "'answers' is no key"),
        ('[[answer]]\nid = "credit-5k2f9t3x1z"\n', "answer = '' is no text"),
        ('[[answer]]\nid = "credit-5k2f9t3x1z"\nanswer = "maybe"\n', "'maybe' is no answer"),
        ('[[answer]]\nid = "thing-5k2f9t3x1z"\nanswer = "family"\n', "is no id of a review item"),
        ('[[answer]]\nid = "withdrawal-5k2f9t3x1z"\nanswer = "arrived"\n', "needs the id of the other side"),
        (
            '[[answer]]\nid = "withdrawal-5k2f9t3x1z"\nanswer = "arrived"\nwith = ["row-1"]\n',
            "cannot be the other side",
        ),
        ('[[answer]]\nid = "credit-1"\nanswer = "family"\nwith = ["row-1"]\n', "names no other row"),
        ('[[answer]]\nid = "credit-1"\nanswer = "family"\ndate = "2026-02-14"\n', "is no date"),
        (2 * '[[answer]]\nid = "credit-1"\nanswer = "family"\n', "answered twice"),
        ('[[rule]]\nmatch = "BILAL"\nanswer = "transfer"\n', "no answer for a rule"),
        ('[[rule]]\nmatch = ""\nanswer = "family"\n', "is no text"),
        ('answer = "family"\n', "is no list of tables"),
        ("[[answer]\n", "not valid TOML"),
    ],
)
def test_what_is_not_known_is_refused_and_left_as_it_is(path: Path, text: str, words: str) -> None:
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputRefusedError, match=words) as refusal:
        save_answers(path, lambda known: with_answers(known, (BROTHER,)))

    assert refusal.value.origin == str(path)
    assert refusal.value.remedy
    assert path.read_text(encoding="utf-8") == text


words = st.text(st.characters(codec="utf-8"), max_size=30)
answers = st.builds(
    Answer,
    st.integers(0, 6).map(lambda number: f"credit-{number:010}"),
    st.sampled_from(["family", "own", "other"]),
    about=words,
    account=words,
    note=words,
    day=st.none() | st.dates(),
)


@given(st.lists(answers, max_size=5), st.lists(answers, max_size=4))
def test_any_answers_and_words_come_back_through_the_text(first: list[Answer], then: list[Answer]) -> None:
    import tomllib  # noqa: PLC0415 - the reader that the program uses

    before = with_answers(Answers(), tuple(first))
    text = "# head\n" + "".join(map(_text_of, before.by_id.values()))
    wanted = with_answers(without_answers(before, tuple(list(before.by_id)[:1])), tuple(then))
    tables = tomllib.loads(_edited(text, before, wanted)).get("answer", [])

    assert {table["id"]: table.get("note", "") for table in tables} == {
        id_: answer.note for id_, answer in wanted.by_id.items()
    }
    assert len(tables) == len(wanted.by_id)


def test_pasted_text_is_what_the_file_holds(path: Path) -> None:
    path.write_text(pasted(BROTHER), encoding="utf-8")

    assert load_answers(path).by_id == {BROTHER.id: BROTHER}


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        save_answers(tmp_path / "nowhere" / "review.toml", lambda known: with_answers(known, (BROTHER,)))


WRITER = """
import sys
from pathlib import Path
from freelance_pk.books.review import save_answers, with_answers
from freelance_pk.model.review import Answer
path = Path(sys.argv[1])
print("ready", flush=True)
for number in range(100_000):
    answer = Answer(f"credit-{number:010}", "family", about="x" * 200)
    save_answers(path, lambda known: with_answers(known, (answer,)))
"""


@pytest.mark.parametrize("wait", [0.02, 0.11, 0.37])
def test_a_writer_killed_at_any_moment_leaves_a_whole_file(path: Path, wait: float) -> None:
    save_answers(path, lambda known: with_answers(known, (BROTHER,)))
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(wait)
    writer.kill()
    writer.wait()
    writer.stdout.close()

    found = load_answers(path)
    assert found.by_id[BROTHER.id] == BROTHER
    # Every answer before the last one written is there: none was lost on the way.
    numbers = sorted(int(id_.partition("-")[2]) for id_ in found.by_id if id_ != BROTHER.id)
    assert numbers == list(range(len(numbers)))
    save_answers(path, lambda known: with_answers(known, (SPLIT,)))
    assert [each.name for each in path.parent.iterdir() if each.name.endswith(".tmp")] == []


def test_two_writers_at_once_lose_nothing(path: Path) -> None:
    code = WRITER.replace("range(100_000)", "range(int(sys.argv[2]), int(sys.argv[2]) + 20)")
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(path), str(start)], stdout=subprocess.DEVNULL)
        for start in (0, 1000)
    ]

    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(load_answers(path).by_id) == 40
