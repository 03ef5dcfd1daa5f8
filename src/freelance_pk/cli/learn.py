"""`freelance-pk platforms learn`."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from freelance_pk.cli.screen import colour, for_terminal, put, say, width
from freelance_pk.model.errors import FreelanceError, InputRefusedError, UsageError

if TYPE_CHECKING:
    from freelance_pk.intake.files import Content
    from freelance_pk.intake.learning import Answers, Owner, Question, Survey, Work

Institution = Annotated[
    str, typer.Option("--institution", metavar="NAME", help="Whose file it is.", show_default=False)
]
Sort = Annotated[
    str, typer.Option("--kind", metavar="KIND", help="bank, wallet or platform.", show_default=False)
]
Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Which column gives a field; again for more. FIELD= says that none does.",
        show_default=False,
    ),
]
Words = Annotated[
    list[str] | None,
    typer.Option(
        "--word",
        metavar="WORD=MEANING",
        help="What a word of the file means: a kind; in or out; keep or skip. + and - stand for all other rows.",
        show_default=False,
    ),
]
Skips = Annotated[
    list[str] | None,
    typer.Option(
        "--skip",
        metavar="WORDS",
        help="Rows without a date that say so are no transactions.",
        show_default=False,
    ),
]
Currency = Annotated[
    str,
    typer.Option("--currency", metavar="CODE", help="Of rows that do not print theirs.", show_default=False),
]
Order = Annotated[str, typer.Option("--date-order", metavar="ORDER", help="dmy or mdy.", show_default=False)]
Numbers = Annotated[
    str, typer.Option("--numbers", metavar="MARK", help="Decimal point or comma.", show_default=False)
]
Zone = Annotated[
    str, typer.Option("--zone", metavar="ZONE", help="Time zone of the times.", show_default=False)
]
HeaderRow = Annotated[
    int | None,
    typer.Option(
        "--header-row", metavar="N", min=1, help="The row that names the columns.", show_default=False
    ),
]
Again = Annotated[
    bool, typer.Option("--force", help="Learn a file that is read already; overwrite your layout of it.")
]
_NONE: tuple[str, ...] = ()


def learn(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="One export or statement: CSV, XLSX, XLS, ODS.")
    ],
    institution: Institution = "",
    kind: Sort = "",
    maps: Maps = None,
    words: Words = None,
    currency: Currency = "",
    date_order: Order = "",
    numbers: Numbers = "",
    zone: Zone = "",
    skips: Skips = None,
    header_row: HeaderRow = None,
    force: Again = False,
) -> None:
    """Learn the layout of a file that is not recognised, and keep it as a layout of yours.

    It shows what it sees in the file and asks for the rest; without a terminal it says what to add to the command.

    Examples:
    freelance-pk platforms learn alfalah.csv
    freelance-pk platforms learn alfalah.csv --institution "Bank Alfalah"
    """
    from freelance_pk.intake.learning import Answers, column_answers, draft_text, survey, word_answers
    from freelance_pk.output.files import write_text
    from freelance_pk.output.learned import mapping_text, survey_text

    answers = Answers(
        institution=institution,
        kind=_one_of("--kind", kind, ("bank", "wallet", "platform")),
        currency=currency,
        date_order=_one_of("--date-order", date_order, ("dmy", "mdy")),
        numbers=_one_of("--numbers", numbers, ("point", "comma")),
        zone=zone,
        columns=column_answers(maps or ()),
        words=word_answers(words or ()),
        skips=tuple(skips or ()),
    )
    contents = _contents(file)
    known_as = _read_already(contents)
    if known_as and not force:
        raise UsageError(
            f"{file.name} is read already, as {known_as}: there is nothing to learn",
            remedy="to read such files in your own way all the same, add --force",
        )
    found = survey(contents, file.name, header_row)
    work, _ = _state(found, answers)
    put(survey_text(found, work, width=width(), colour=colour()))
    while True:
        work, owner, answers = _settled(found, answers)
        path, name = _place(owner, known_as)
        text = draft_text(work, owner, name)
        put(mapping_text(work, width=width(), colour=colour()))
        change = _tried(text, path, file, contents)
        if not change:
            break
        answers = _changed(answers, change, found)
    _make_folder(path.parent)
    write_text(path, text, force=force)
    put(f"\nwrote {path}\nFiles with these columns are read as {name} from now on.\n")


def _changed(answers: "Answers", change: str, found: "Survey") -> "Answers":
    """Take a change of a column; one that cannot be is said and changes nothing."""
    from freelance_pk.intake.learning import column_answers

    try:
        changed = replace(answers, columns={**answers.columns, **column_answers([change])})
        _state(found, changed)
    except UsageError as refusal:
        say(f"  {refusal.message}; {refusal.remedy}")
        return answers
    return changed


def _make_folder(folder: Path) -> None:
    """Make the folder of the user's layouts.

    Raises:
        FreelanceError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise FreelanceError(
            f"the folder {folder} cannot be made: {failure.strerror}",
            remedy="name another in FREELANCE_PK_LAYOUTS",
        ) from failure


def _tried(text: str, path: Path, file: Path, contents: "list[Content]") -> str:
    """Try a layout on the file; return what the user at the terminal wants to change, "" to keep it.

    Raises:
        FreelanceError: the trial failed and there is no terminal, or its user stopped.
    """
    from freelance_pk.intake.learning import try_layout
    from freelance_pk.output.learned import trial_text

    question, keeps, stops = "What to change? FIELD=COLUMN, or Enter to stop", _NONE, ("", "n", "no")
    try:
        put(trial_text(try_layout(text, file, contents), width=width(), colour=colour()))
    except InputRefusedError as refusal:
        if not _is_terminal():
            raise
        say(f"error: {refusal.message}\n  where: {refusal.origin}")
    else:
        question, keeps = f"Keep this as {path}? [Y/n, or FIELD=COLUMN to change]", ("", "y", "yes")
    while True:
        if not _is_terminal():
            return ""
        reply = _ask(question)
        if reply.casefold() in keeps:
            return ""
        if reply.casefold() in stops:
            raise UsageError("stopped; nothing was written", remedy="run it again, with --map FIELD=COLUMN")
        if "=" in reply:
            return reply
        say("  please answer with y, n, or a change such as text=Details")


def _one_of(flag: str, text: str, choices: tuple[str, ...]) -> str:
    if text and text.casefold() not in choices:
        raise UsageError(f"{flag} {text} is not known", remedy=f"choose among {', '.join(choices)}")
    return text.casefold()


def _contents(file: Path) -> "list[Content]":
    from freelance_pk.intake.files import contents_of, opener

    if file.is_dir():
        raise UsageError(f"{file} is a folder", remedy="name one file")
    return list(contents_of(opener(file, file.name), file.name))


def _read_already(contents: "list[Content]") -> str:
    """Return the layout that reads the file already, "" if none does."""
    from freelance_pk.intake.reading import layout_of

    for content in contents:
        try:
            name = layout_of(content)
        except InputRefusedError:
            continue
        if name:
            return name
    return ""


def _state(found: "Survey", answers: "Answers") -> "tuple[Work, Owner | Question]":
    from freelance_pk.intake.learning import Question, owner_of, propose
    from freelance_pk.intake.registry import platforms

    owner = owner_of(answers, platforms())
    return propose(found, answers, answers.kind if isinstance(owner, Question) else owner.kind), owner


def _settled(found: "Survey", answers: "Answers") -> "tuple[Work, Owner, Answers]":
    """Ask until nothing is open; where nobody can be asked, say all that is.

    Raises:
        UsageError: something is open and there is no terminal, or its user stopped.
    """
    from freelance_pk.intake.learning import Question

    while True:
        work, owner = _state(found, answers)
        questions = [*([owner] if isinstance(owner, Question) else []), *work.questions]
        if not questions and not isinstance(owner, Question):
            return work, owner, answers
        if not _is_terminal():
            raise UsageError(
                "the file does not tell everything that reading it needs; nothing was written",
                origin=found.table.name,
                remedy="run the command again and add\n"
                + "\n".join(f"    {each.flag}\n      {each.text}" for each in questions),
            )
        answers = _asked(questions[0], answers, found)


def _asked(question: "Question", answers: "Answers", found: "Survey") -> "Answers":
    from freelance_pk.intake.learning.replies import answered

    choices = f" ({', '.join(question.choices)})" if question.choices else ""
    suggestion = f" [{question.suggestion}]" if question.suggestion else ""
    while True:
        reply = _ask(f"{question.text}{choices}{suggestion}")
        try:
            changed = answered(question, reply, answers, found)
            _state(found, changed)
        except ValueError as refusal:
            say(f"  {refusal}")
        except UsageError as refusal:
            say(f"  {refusal.message}; {refusal.remedy}")
        else:
            return changed


def _place(owner: "Owner", known_as: str) -> tuple[Path, str]:
    """Return where the layout goes and its name: that of the user's own that reads the file already, else a new one.

    Raises:
        UsageError: the user's own file holds other layouts, too.
    """
    from freelance_pk.intake.learning import layout_id
    from freelance_pk.intake.own_layouts import own_folder
    from freelance_pk.intake.registry import layouts, own_layouts

    own = own_layouts().get(known_as)
    if own is None:
        name = layout_id(owner, layouts())
        return own_folder() / f"{name}.toml", name
    if len(own.platform.layout) > 1:
        raise UsageError(
            f"{own.path} holds other layouts as well, and would be overwritten",
            remedy=f"correct the layout {known_as} in it, or move it into a file of its own",
        )
    return own.path, known_as


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask(text: str) -> str:
    """Ask at the terminal; the question goes to stderr, for stdout is the result alone.

    Raises:
        UsageError: the input ended, or was stopped.
    """
    print(for_terminal(f"{text}:", sys.stderr), end=" ", file=sys.stderr, flush=True)
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        line = ""
    if not line:
        print(file=sys.stderr)
        raise UsageError("stopped; nothing was written", remedy="run it again when you know the answer")
    return line.strip()
